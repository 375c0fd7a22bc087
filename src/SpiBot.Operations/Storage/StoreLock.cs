using System.Globalization;

namespace SpiBot.Operations.Storage;

/// <summary>
/// One SpiBot per SQLite file. The lock is the operating system's, on a file beside the database, so that it ends with its process however that ends;
/// who holds it is written in another file, because a locked one cannot be read everywhere.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream held;

    private StoreLock(FileStream held) => this.held = held;

    /// <exception cref="StorageRefusedException">Another SpiBot holds it.</exception>
    public static StoreLock Take(string database)
    {
        var holder = database + ".pid";
        FileStream file;
        try
        {
            file = OwnFile.Open(database + ".lock", FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException e) when (File.Exists(database + ".lock"))
        {
            throw new StorageRefusedException(
                $"another SpiBot ({WhoHolds(holder)}) uses {database}: stop that one, or give this one a file of its own in Storage:Database",
                e
            );
        }

        OwnFile.Write(holder, $"process {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}");
        return new StoreLock(file);
    }

    public void Dispose() => held.Dispose();

    private static string WhoHolds(string holder)
    {
        try
        {
            return File.ReadAllText(holder);
        }
        catch (IOException)
        {
            // It has the lock since this moment and has not said who it is.
            return "process unknown";
        }
    }
}
