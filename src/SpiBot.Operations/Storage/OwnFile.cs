namespace SpiBot.Operations.Storage;

/// <summary>Makes files and folders that nobody but the user of this process may read. What is there already keeps its rights. On Windows the folder's rights are inherited.</summary>
internal static class OwnFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <exception cref="IOException">Among others, somebody has it and does not <paramref name="share"/> it.</exception>
    public static FileStream Open(string path, FileMode mode, FileShare share = FileShare.ReadWrite)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = share,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }

    /// <summary>An empty file, for others to write into; one that is there stays as it is.</summary>
    public static void Make(string path) => Open(path, FileMode.OpenOrCreate).Dispose();

    public static void Write(string path, string text)
    {
        using var writer = new StreamWriter(Open(path, FileMode.Create));
        writer.Write(text);
    }

    /// <summary>With the folders above it that are missing.</summary>
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        // The rights given are those of the last folder only.
        var missing = new Stack<string>();
        for (var at = path; at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at))
        {
            missing.Push(at);
        }

        foreach (var folder in missing)
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }
}
