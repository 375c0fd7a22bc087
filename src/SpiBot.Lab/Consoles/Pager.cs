namespace SpiBot.Lab.Consoles;

/// <summary>
/// <c>&lt;--- More ---&gt;</c>: space for the next page, Enter for a line, <c>q</c> to stop. The marker is erased with CR, blanks, CR.
/// </summary>
public sealed class Pager(TerminalInput input, TerminalOutput output)
{
    private const string Marker = "<--- More --->";

    /// <summary>Lines of a page; 0 turns paging off. Counts for this session only.</summary>
    public int Lines { get; set; } = 24;

    /// <summary>False at the end of the stream.</summary>
    public async Task<bool> Show(IReadOnlyList<string> lines, CancellationToken ct)
    {
        if (Lines == 0)
        {
            await output.WriteLines(lines, ct);
            return true;
        }

        var shown = 0;
        var allowance = Lines - 1;
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
            var key = await NextPagerKey(ct);
            if (key is null)
            {
                return false;
            }

            await output.Write("\r" + new string(' ', Marker.Length) + "\r", ct);
            if (key is 'q')
            {
                return true;
            }

            allowance = key is TerminalInput.Enter ? 1 : Lines - 1;
        }
    }

    private async Task<char?> NextPagerKey(CancellationToken ct)
    {
        while (await input.NextKey(ct) is { } key)
        {
            switch (key)
            {
                case ' ' or TerminalInput.Enter:
                    return key;
                case 'q' or 'Q' or '\u0003':
                    return 'q';
                default:
                    break;
            }
        }

        return null;
    }
}
