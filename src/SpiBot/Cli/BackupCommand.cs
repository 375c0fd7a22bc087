using System.CommandLine;
using SpiBot.Operations.Storage;

namespace SpiBot.Cli;

/// <summary><c>spibot backup FILE</c>: a copy of the SQLite store beside a SpiBot that runs or without one, with the head of its journal.</summary>
public static class BackupCommand
{
    /// <param name="storage">The store that SpiBot uses; asked for only where no other is named.</param>
    public static Command Create(Func<StorageOptions> storage)
    {
        var file = new Argument<string>("FILE") { Description = "Where the copy goes; it must not be there yet." };
        var database = new Option<string?>("--database")
        {
            Description = "The SQLite file; without it the store of the configuration.",
            HelpName = "FILE",
        };
        var backup = new Command(
            "backup",
            "Copies SpiBot's SQLite store, also while it runs, and writes the head of its journal beside the copy. Exit code 2: it could not be copied."
        )
        {
            file,
            database,
        };
        backup.SetAction(
            async (parsed, _) =>
            {
                var copy = parsed.GetValue(file)!;
                try
                {
                    var store = parsed.GetValue(database) is { } other
                        ? new StorageOptions { Database = other }
                        : storage();
                    var head = StoreBackup.Make(store, copy);
                    await parsed.InvocationConfiguration.Output.WriteLineAsync(
                        $"Copied to {copy}. Its journal ends at {head}: that stands in {StoreBackup.HeadFileOf(copy)}; keep it elsewhere, too."
                    );
                    return 0;
                }
                catch (StorageRefusedException refused)
                {
                    await parsed.InvocationConfiguration.Error.WriteLineAsync(refused.Message);
                    return 2;
                }
            }
        );
        return backup;
    }
}
