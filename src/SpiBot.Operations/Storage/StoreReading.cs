using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace SpiBot.Operations.Storage;

/// <summary>Opens the store to read it only, beside a SpiBot that uses it.</summary>
internal static class StoreReading
{
    /// <exception cref="StorageRefusedException">There is none, it cannot be read, or its schema is not this SpiBot's.</exception>
    public static DbConnection Open(StorageOptions options)
    {
        var (connection, store) = Connect(options);
        try
        {
            var number = Schema.RefuseTooNew(connection, store);
            return number >= Schema.FirstChained
                ? connection
                : throw new StorageRefusedException(
                    $"{store} is of a SpiBot that did not chain its journal (schema {number}): start this SpiBot on it once"
                );
        }
        catch (DbException e)
        {
            connection.Dispose();
            throw new StorageRefusedException($"{store} cannot be read as SpiBot's store: {e.Message}", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static (DbConnection Connection, string Store) Connect(StorageOptions options)
    {
        if (options.Provider == StorageOptions.Postgresql)
        {
            return ConnectPostgres(options);
        }

        var file = Path.GetFullPath(options.Database);
        if (!File.Exists(file))
        {
            throw new StorageRefusedException($"there is no {file}: name SpiBot's store in Storage:Database");
        }

        try
        {
            return (SqliteFile.OpenForReading(file), file);
        }
        catch (SqliteException e)
        {
            throw new StorageRefusedException($"{file} cannot be opened: {e.Message}", e);
        }
    }

    private static (DbConnection Connection, string Store) ConnectPostgres(StorageOptions options)
    {
        var store = PostgresDatabase.NameOf(options);
        var connection = new NpgsqlConnection(PostgresDatabase.ConnectionStringNow(options));
        try
        {
            connection.Open();
            connection.Run("SET default_transaction_read_only = on");
            return (connection, store);
        }
        catch (NpgsqlException e)
        {
            connection.Dispose();
            throw new StorageRefusedException($"{store} cannot be opened: {e.Message}", e);
        }
    }
}
