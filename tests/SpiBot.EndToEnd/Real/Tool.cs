using System.Diagnostics;

namespace SpiBot.EndToEnd.Real;

/// <summary>Programs of this machine.</summary>
internal static class Tool
{
    /// <summary>Runs it to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it printed.</exception>
    public static async Task<string> Run(CancellationToken ct, params string[] line)
    {
        var (code, printed) = await Try(ct, line);
        return code == 0
            ? printed
            : throw new InvalidOperationException($"{string.Join(' ', line)} ended with {code}: {printed}");
    }

    /// <summary>Runs it to its end, whatever that is.</summary>
    public static async Task<(int Code, string Printed)> Try(CancellationToken ct, params string[] line)
    {
        using var process = Start(line, new Dictionary<string, string>());
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var errors = process.StandardError.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            End(process);
        }
    }

    /// <summary>Starts one that stays. It is to be ended by <see cref="End"/>.</summary>
    public static Process Start(IReadOnlyList<string> line, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(line[0], line.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static void End(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
    }
}
