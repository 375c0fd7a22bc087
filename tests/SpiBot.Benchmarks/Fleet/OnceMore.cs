using System.Diagnostics;

namespace SpiBot.Benchmarks.Fleet;

/// <summary>This program once more, told by its arguments what to be; it ends where its input does.</summary>
internal sealed class OnceMore : IAsyncDisposable
{
    private readonly Process process;

    public OnceMore(params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        process = Process.Start(start)!;
    }

    public Task Tell(string line, CancellationToken ct) => process.StandardInput.WriteLineAsync(line.AsMemory(), ct);

    /// <summary>The next line that it prints.</summary>
    /// <exception cref="InvalidOperationException">It ended before.</exception>
    public async Task<string> Answer(CancellationToken ct) =>
        await process.StandardOutput.ReadLineAsync(ct)
        ?? throw new InvalidOperationException(
            $"`{string.Join(' ', process.StartInfo.ArgumentList)}` ended before it answered."
        );

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
