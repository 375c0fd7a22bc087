using System.Diagnostics;
using System.Globalization;

namespace SpiBot.EndToEnd.Real;

/// <summary>The network namespaces of this test. Their names carry the process that made them, so that those of a run that was killed are found and removed by the next.</summary>
internal static class Namespaces
{
    private const string Prefix = "spibot-e2e-";

    public static string NameOf(string end) => $"{Prefix}{Environment.ProcessId}-{end}";

    /// <summary>Removes those whose process is gone, with all that still runs in them and their folders.</summary>
    public static async Task RemoveStale(CancellationToken ct)
    {
        foreach (var line in (await Tool.Run(ct, "ip", "netns", "list")).Split('\n'))
        {
            var name = line.Split(' ')[0];
            if (
                name.StartsWith(Prefix, StringComparison.Ordinal)
                && int.TryParse(name[Prefix.Length..].Split('-')[0], CultureInfo.InvariantCulture, out var pid)
                && pid != Environment.ProcessId
                && !Directory.Exists($"/proc/{pid}")
            )
            {
                await Remove(name, ct);
                if (Directory.Exists(FolderOf(pid)))
                    Directory.Delete(FolderOf(pid), recursive: true);
            }
        }
    }

    public static string FolderOf(int pid) => Path.Combine(Path.GetTempPath(), Prefix + pid);

    /// <summary>Ends every process in it (they are all of its maker) and takes it away, with its interfaces.</summary>
    public static async Task Remove(string name, CancellationToken ct)
    {
        var (_, inside) = await Tool.Try(ct, "ip", "netns", "pids", name);
        foreach (var pid in inside.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (int.TryParse(pid, CultureInfo.InvariantCulture, out var number))
                End(number);
        }

        await Tool.Try(ct, "ip", "netns", "del", name);
    }

    private static void End(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
            process.WaitForExit();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It has ended by itself meanwhile.
        }
    }
}
