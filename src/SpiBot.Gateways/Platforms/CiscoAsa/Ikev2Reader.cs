using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// Reads the IKEv2 part of a text. Rows are split at blanks, never at columns: there are two widths, and IPv6 moves them. How many IKE
/// and child SAs follow stands in the <c>Session-id:</c> line, so a cut is noticed.
/// </summary>
internal sealed class Ikev2Reader
{
    private readonly List<IkeSa> sas = [];
    private readonly List<IkeChild> children = [];
    private IkeSa? current;
    private IkeChild? child;
    private long announcedIke;
    private long announcedChildren;
    private long childrenRead;
    private bool complete = true;
    private bool promised;

    public bool Recognised { get; private set; }

    /// <param name="line">The next line.</param>
    /// <param name="open">The text ends with this line, without a line end: it may be cut.</param>
    /// <returns>What was expected where a line has not its form; else null.</returns>
    public string? Take(AnswerLine line, bool open)
    {
        Recognised |= IsSignature(line);
        promised |= line.Begins("IKEv2 SAs:");
        if (open && !CanEndOutput(line))
        {
            complete = false;
            return null;
        }

        if (line.Begins("Tunnel-id ") && !IsHeader(line))
        {
            return "Tunnel-id Local Remote … Status Role, as an ASA prints it (IOS prints no role)";
        }

        if (line.Begins("Session-id:"))
        {
            CloseSa();
            announcedIke += Count(line.Text, "IKE count:");
            announcedChildren += Count(line.Text, "CHILD count:");
        }
        else if (char.IsAsciiDigit(line.Span[0]) && Row(line.Text) is { } row)
        {
            CloseSa();
            Recognised = true;
            current = row;
        }
        else if (line.After("Life/Active Time:") is { } life)
        {
            // 86400/73 sec
            if (current is not null && life.Split(' ')[0].Split('/') is [var whole, var active])
            {
                current = current with
                {
                    LifetimeSeconds = AsaAnswer.Number(whole),
                    ActiveSeconds = AsaAnswer.Number(active),
                };
            }
        }
        else if (line.After("Child sa:") is { } rest)
        {
            CloseChild();
            child = new IkeChild(Selector(rest, "local selector"), RemoteSelector: null, Inbound: null, Outbound: null);
        }
        else if (line.Begins("remote selector") && child is not null)
        {
            child = child with { RemoteSelector = Selector(line.Text, "remote selector") };
        }
        else if (line.After("ESP spi in/out:") is { } spis && child is not null)
        {
            return TakeSpis(spis, child);
        }

        return null;
    }

    public IkeListing Listing()
    {
        CloseSa();
        complete &= sas.Count > 0 || !promised;
        return new IkeListing(sas, complete && sas.Count >= announcedIke && childrenRead >= announcedChildren);
    }

    public static bool IsSignature(AnswerLine line) =>
        line.Span[0] is 'I' or 'i' or 'T' or 't' or 'S' or 's'
        && (
            line.Begins("IKEv2 SAs:")
            || line.Begins("There are no IKEv2 SAs")
            || line.Begins("Session-id:")
            || IsHeader(line)
        );

    /// <summary>IOS has a table with the same beginning, but no roles in it.</summary>
    private static bool IsHeader(AnswerLine line) =>
        line.Begins("Tunnel-id Local Remote") && line.Span.EndsWith(" Role", StringComparison.OrdinalIgnoreCase);

    private static bool CanEndOutput(AnswerLine line) =>
        line.Begins("There are no IKEv2 SAs")
        || line.Text.EndsWith(" sec", StringComparison.Ordinal)
        || (line.After("ESP spi in/out:") is { } spis && spis.Split('/') is [_, { Length: 10 }]);

    private string? TakeSpis(string text, IkeChild of)
    {
        if (text.Split(' ')[0].Split('/') is not [var inbound, var outbound])
        {
            return "ESP spi in/out: 0x…/0x…";
        }

        child = of with { Inbound = Spi.TryParseHex(inbound), Outbound = Spi.TryParseHex(outbound) };
        if (child.Inbound is null || child.Outbound is null)
        {
            return "ESP spi in/out: 0x…/0x…";
        }

        CloseChild();
        return null;
    }

    /// <summary><c>38557965 198.51.100.1/500 203.0.113.9/500 [fvrf/ivrf] READY RESPONDER</c>.</summary>
    private static IkeSa? Row(string line)
    {
        var words = line.Split(' ');
        // A box with virtual routers prints theirs, none/none, in between.
        var state = words.Length > 3 && words[3].Contains('/') ? 4 : 3;
        if (
            words.Length != state + 2
            || AsaAnswer.Number(words[0]) is null
            || Address(words[1]) is not { } local
            || Address(words[2]) is not { } peer
        )
        {
            return null;
        }

        return new IkeSa(
            Version: 2,
            peer,
            words[state],
            Up: words[state].Equals("READY", StringComparison.OrdinalIgnoreCase),
            Role: words[state + 1],
            Local: local
        );
    }

    /// <summary>The address in front of <c>/500</c>; null when there is no port.</summary>
    private static string? Address(string endpoint)
    {
        var slash = endpoint.LastIndexOf('/');
        return slash > 0 && AsaAnswer.Number(endpoint.AsSpan(slash + 1)) is not null ? endpoint[..slash] : null;
    }

    private static Selector? Selector(string line, string name)
    {
        var at = line.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? null : AsaSelector.Range(line[(at + name.Length)..]);
    }

    private static long Count(string line, string name)
    {
        var at = line.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? 0
            : AsaAnswer.Number(line[(at + name.Length)..].Trim().Split(',', ' ')[0]) is { } n and < int.MaxValue ? n
            : 0;
    }

    private void CloseChild()
    {
        if (child is not null)
        {
            complete &= child.Inbound is not null;
            childrenRead += child.Inbound is null ? 0 : 1;
            children.Add(child);
        }

        child = null;
    }

    private void CloseSa()
    {
        CloseChild();
        if (current is null)
        {
            // Child SAs whose row is missing belong to nobody.
            complete &= children.Count == 0;
        }
        else
        {
            sas.Add(current with { Children = [.. children] });
        }

        current = null;
        children.Clear();
    }
}
