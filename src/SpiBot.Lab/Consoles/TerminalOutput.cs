using System.Text;
using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles;

/// <summary>Writes to the terminal in as small and as slow pieces as the box's traits say.</summary>
public sealed class TerminalOutput(Stream terminal, Firewall box, TimeProvider clock)
{
    private readonly Lock gate = new();
    private Task last = Task.CompletedTask;

    /// <summary>Debug comes in between, and never into the middle of what is being written.</summary>
    public Task Write(string text, CancellationToken ct)
    {
        lock (gate)
        {
            return last = last.IsCompleted ? WriteAlone(text, ct) : WriteAfter(last, text, ct);
        }
    }

    private async Task WriteAfter(Task before, string text, CancellationToken ct)
    {
        // What became of it is its own writer's business.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await WriteAlone(text, ct);
    }

    private async Task WriteAlone(string text, CancellationToken ct)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var traits = box.Traits;
        var size = Math.Max(1, traits.FragmentSize ?? bytes.Length);
        for (var at = 0; at < bytes.Length; at += size)
        {
            if (at > 0 && traits.FragmentPause > TimeSpan.Zero)
            {
                await Task.Delay(traits.FragmentPause, clock, ct);
            }

            await terminal.WriteAsync(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)), ct);
            await terminal.FlushAsync(ct);
        }
    }

    /// <summary>It takes its time between two pieces.</summary>
    public bool Pauses => box.Traits.FragmentPause > TimeSpan.Zero;

    /// <summary>How the box ends a line.</summary>
    public string LineEnd =>
        box.Traits.LineEnd switch
        {
            Firewalls.LineEnd.CrCrLf => "\r\r\n",
            Firewalls.LineEnd.LfCr => "\n\r",
            Firewalls.LineEnd.CrLfCr => "\r\n\r",
            _ => "\r\n",
        };

    /// <summary>Lines as the box ends them.</summary>
    public Task WriteLines(IEnumerable<string> lines, CancellationToken ct)
    {
        var (text, end) = (new StringBuilder(), LineEnd);
        foreach (var line in lines)
        {
            text.Append(line).Append(end);
        }

        return Write(text.ToString(), ct);
    }
}
