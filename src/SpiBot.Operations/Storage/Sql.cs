using System.Data.Common;
using System.Globalization;

namespace SpiBot.Operations.Storage;

/// <summary>Running statements with named parameters (<c>@name</c>), and nothing more.</summary>
internal static class Sql
{
    /// <returns>How many rows were changed.</returns>
    public static int Run(this DbConnection connection, string sql, params (string Name, object? Value)[] values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    public static List<T> Rows<T>(
        this DbConnection connection,
        string sql,
        Func<DbDataReader, T> read,
        params (string Name, object? Value)[] values
    )
    {
        return connection.Stream(sql, read, values).ToList();
    }

    /// <summary>Like <see cref="Rows"/>, for more rows than should be held at once: each is read when it is asked for.</summary>
    public static IEnumerable<T> Stream<T>(
        this DbConnection connection,
        string sql,
        Func<DbDataReader, T> read,
        params (string Name, object? Value)[] values
    )
    {
        using var command = Command(connection, sql, values);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return read(reader);
        }
    }

    /// <returns>The first column of the first row; null when there is no row or it holds NULL.</returns>
    public static T? First<T>(this DbConnection connection, string sql, params (string Name, object? Value)[] values)
        where T : class => connection.Rows(sql, r => r.IsDBNull(0) ? null : (T)r.GetValue(0), values).FirstOrDefault();

    /// <summary>Yes or no, kept as 1 and 0.</summary>
    public static bool IsYes(this DbDataReader row, int column) => row.GetInt32(column) != 0;

    /// <summary>Times are kept as text in UTC that sorts as time does.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static DbCommand Command(DbConnection connection, string sql, (string Name, object? Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            // Yes and no are kept as 1 and 0: SQLite has nothing else, and PostgreSQL does not mix them up by itself.
            parameter.Value = value switch
            {
                null => DBNull.Value,
                bool yes => yes ? 1 : 0,
                _ => value,
            };
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
