using System.Globalization;
using Microsoft.Data.Sqlite;

namespace SpiBot.Operations.Storage;

/// <summary>Running statements with named parameters (<c>@name</c>), and nothing more.</summary>
internal static class Sql
{
    /// <returns>How many rows were changed.</returns>
    public static int Run(this SqliteConnection connection, string sql, params (string Name, object? Value)[] values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    public static List<T> Rows<T>(
        this SqliteConnection connection,
        string sql,
        Func<SqliteDataReader, T> read,
        params (string Name, object? Value)[] values
    )
    {
        using var command = Command(connection, sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <returns>The first column of the first row; null when there is no row or it holds NULL.</returns>
    public static T? First<T>(
        this SqliteConnection connection,
        string sql,
        params (string Name, object? Value)[] values
    )
        where T : class => connection.Rows(sql, r => r.IsDBNull(0) ? null : (T)r.GetValue(0), values).FirstOrDefault();

    /// <summary>Times are kept as text in UTC that sorts as time does.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object? Value)[] values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of this room; what varies is a parameter.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue("@" + name, value ?? DBNull.Value);
        }

        return command;
    }
}
