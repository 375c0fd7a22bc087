namespace SpiBot.Lab.Consoles.Ios;

/// <summary>What a router does otherwise on a terminal than an ASA: its pager's mark, which it wipes with backspaces, and secrets that echo nothing.</summary>
public sealed class IosTerminal(TerminalInput input, TerminalOutput output)
{
    private const string Marker = " --More-- ";

    /// <summary>Lines of a page; 0 turns paging off. Counts for this session only.</summary>
    public int Length { get; set; } = 24;

    /// <summary>False at the end of the stream.</summary>
    public async Task<bool> Show(IReadOnlyList<string> lines, CancellationToken ct)
    {
        var (shown, allowance) = (0, Length == 0 ? lines.Count : Length - 1);
        while (true)
        {
            var page = lines.Skip(shown).Take(allowance).ToList();
            await output.WriteLines(page, ct);
            shown += page.Count;
            if (shown == lines.Count)
            {
                return true;
            }

            await output.Write(Marker, ct);
            if (await input.NextKey(ct) is not { } key)
            {
                return false;
            }

            var back = new string('\b', Marker.Length - 1);
            await output.Write(back + new string(' ', Marker.Length - 1) + back, ct);
            switch (key)
            {
                case ' ':
                    allowance = Length - 1;
                    break;
                case TerminalInput.Enter:
                    allowance = 1;
                    break;
                default:
                    return true;
            }
        }
    }

    /// <summary>Null at the end of the stream.</summary>
    public async Task<string?> ReadSecret(string prompt, CancellationToken ct)
    {
        var secret = "";
        await output.Write(prompt, ct);
        while (await input.NextKey(ct) is { } key)
        {
            if (key == TerminalInput.Enter)
            {
                await output.Write("\r\n", ct);
                return secret;
            }

            secret += key;
        }

        return null;
    }
}
