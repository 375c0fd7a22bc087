namespace SpiBot.Lab.Consoles;

/// <summary>How a pager looks: what it shows while it waits, how that is wiped away, and whether a key that means nothing ends the answer.</summary>
public sealed record PagerForm(string Marker, string Wipe, bool AnyKeyStops)
{
    /// <summary>CR, blanks, CR.</summary>
    public static PagerForm Asa { get; } = new("<--- More --->", "\r" + new string(' ', 14) + "\r", AnyKeyStops: false);

    /// <summary>Backspaces, blanks, backspaces.</summary>
    public static PagerForm Ios { get; } =
        new(" --More-- ", new string('\b', 9) + new string(' ', 9) + new string('\b', 9), AnyKeyStops: true);
}

/// <summary>Space for the next page, Enter for a line, <c>q</c> to stop.</summary>
public sealed class Pager(TerminalInput input, TerminalOutput output, PagerForm form)
{
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

            await output.Write(form.Marker, ct);
            var key = await NextPagerKey(ct);
            if (key is null)
            {
                return false;
            }

            await output.Write(form.Wipe, ct);
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
            if (key is ' ' or TerminalInput.Enter)
            {
                return key;
            }

            if (form.AnyKeyStops || key is 'q' or 'Q' or '\u0003')
            {
                return 'q';
            }
        }

        return null;
    }
}
