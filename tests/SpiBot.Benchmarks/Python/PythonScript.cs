using System.Diagnostics;
using System.Globalization;

namespace SpiBot.Benchmarks.Python;

/// <summary>A script beside this program, run by the system's Python: it prints numbers, or says that what it needs is not installed.</summary>
internal static class PythonScript
{
    private const string Interpreter = "/usr/bin/python3";
    private const int NotInstalled = 3;

    /// <returns>The numbers it printed; null where the interpreter or the package is not installed, or the script failed: that is said on the error output, and the other figures still come.</returns>
    public static async Task<IReadOnlyList<double>?> Run(
        string script,
        string package,
        IReadOnlyList<string> arguments,
        CancellationToken ct
    )
    {
        if (!File.Exists(Interpreter))
        {
            return await Said($"not installed: {package}");
        }

        var start = new ProcessStartInfo(Interpreter) { UseShellExecute = false, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Python", script));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var printed = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return process.ExitCode switch
        {
            0 => [.. printed.Split().Where(word => word.Length > 0).Select(Number)],
            NotInstalled => await Said($"not installed: {package}"),
            var code => await Said($"not compared: {script} ended with {code}"),
        };
    }

    private static double Number(string word) => double.Parse(word, CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<double>?> Said(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return null;
    }
}
