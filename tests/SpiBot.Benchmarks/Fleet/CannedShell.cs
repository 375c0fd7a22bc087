using System.Text;
using SpiBot.Lab.Ssh;

namespace SpiBot.Benchmarks.Fleet;

/// <summary>
/// Answers each line with what the Lab's firewall answered to it the first time, byte for byte: hundreds of boxes on one machine that cost it next to nothing.
/// </summary>
internal sealed class CannedShell(DeviceTime box) : IFirewallShell
{
    private readonly Dictionary<string, Task<byte[]>> answers = new(StringComparer.Ordinal);
    private readonly Lock asking = new();
    private Task<byte[]> last = Task.FromResult(Array.Empty<byte>());

    /// <summary>Whoever comes: there is nothing behind it.</summary>
    public bool Accepts(string user, string password) => true;

    public async Task Serve(Stream terminal, string known, CancellationToken ct)
    {
        await terminal.WriteAsync(box.Greeting, ct);
        using var reader = new StreamReader(terminal, Encoding.ASCII, leaveOpen: true);
        while (await reader.ReadLineAsync(ct) is { } line && line != "exit")
        {
            await terminal.WriteAsync(await Answer(line), ct);
        }
    }

    private Task<byte[]> Answer(string line)
    {
        lock (asking)
        {
            return answers.TryGetValue(line, out var known) ? known : answers[line] = last = AskAfter(last, line);
        }
    }

    private async Task<byte[]> AskAfter(Task<byte[]> before, string line)
    {
        await before;
        return await box.Answer(line, CancellationToken.None);
    }
}
