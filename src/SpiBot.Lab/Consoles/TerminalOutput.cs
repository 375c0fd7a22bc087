using System.Text;
using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles;

/// <summary>Writes to the terminal in as small and as slow pieces as the box's traits say.</summary>
public sealed class TerminalOutput(Stream terminal, Firewall box, TimeProvider clock)
{
    public async Task Write(string text, CancellationToken ct)
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
    public Task WriteLines(IEnumerable<string> lines, CancellationToken ct) =>
        Write(string.Concat(lines.Select(l => l + LineEnd)), ct);
}
