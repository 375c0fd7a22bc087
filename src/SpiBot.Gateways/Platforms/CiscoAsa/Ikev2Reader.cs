using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// Reads the IKEv2 part of a text. Rows are split at blanks, never at columns: there are two widths, and IPv6 moves them. How many IKE
/// and child SAs follow stands in the <c>Session-id:</c> line, so a cut is noticed.
/// </summary>
internal sealed class Ikev2Reader : ILineReader<IkeListing>
{
    private const string Local = "local selector";

    private readonly List<IkeSa> sas = [];
    private readonly List<IkeChild> children = [];
    private string lastLocal = "";
    private string lastState = "";
    private string lastRole = "";
    private (string Text, Selector? Selector) lastSelector = ("", null);
    private IkeSa? current;
    private IkeChild? child;
    private bool localSeen;
    private bool remoteSeen;
    private long announcedIke;
    private long announcedChildren;
    private long childrenRead;
    private bool complete = true;
    private bool promised;

    private bool recognised;

    public string Signature => "IKEv2 SAs:, Session-id: or There are no IKEv2 SAs";

    public string? Take(AnswerLine line)
    {
        recognised |= IsSignature(line);
        promised |= line.Begins("IKEv2 SAs:");
        if (line.IsOpen && !CanEndOutput(line))
        {
            complete = false;
            return null;
        }

        if (line.Begins("Tunnel-id ") && !IsHeader(line))
        {
            return "Tunnel-id Local Remote … Status Role, as an ASA prints it (IOS prints no role)";
        }

        if (line.Follows("Session-id:", out var session))
        {
            TakeSession(line.Span, session);
        }
        else if (Row(line.Span) is { } row)
        {
            CloseSa();
            recognised = true;
            current = row;
        }
        else if (line.Follows("Life/Active Time:", out var life))
        {
            TakeLife(life);
        }
        else if (line.Follows("Child sa:", out var rest))
        {
            CloseChild();
            child = new IkeChild(LocalSelector: null, RemoteSelector: null, Inbound: null, Outbound: null);
            if (rest.StartsWith(Local, StringComparison.OrdinalIgnoreCase))
            {
                TakeLocalSelector(rest[Local.Length..], child);
            }
        }
        else if (child is not null && line.Follows(Local, out var ours))
        {
            TakeLocalSelector(ours, child);
        }
        else if (child is not null && line.Follows("remote selector", out var theirs))
        {
            child = child with { RemoteSelector = AsaSelector.Range(theirs) };
            remoteSeen = child.RemoteSelector is not null || AsaSelector.HasBothEnds(theirs);
        }
        else if (child is not null && line.Follows("ESP spi in/out:", out var spis))
        {
            return TakeSpis(spis, child);
        }

        return null;
    }

    /// <summary><c>Session-id:57093, Status:UP-ACTIVE, IKE count:1, CHILD count:1</c>; in detail, the number of the session stands once more among what is said of the SA, with a blank before it.</summary>
    private void TakeSession(ReadOnlySpan<char> line, ReadOnlySpan<char> behind)
    {
        if (line.Length - behind.Length > "Session-id:".Length)
        {
            return;
        }

        CloseSa();
        var (sas, children) = (Count(line, "IKE count:"), Count(line, "CHILD count:"));
        complete &= sas is not null && children is not null;
        announcedIke += sas ?? 0;
        announcedChildren += children ?? 0;
    }

    public IkeListing? End()
    {
        CloseSa();
        complete &= sas.Count > 0 || !promised;
        return recognised
            ? new IkeListing(sas, complete && sas.Count >= announcedIke && childrenRead >= announcedChildren)
            : null;
    }

    public static bool IsSignature(AnswerLine line) =>
        line.Begins("IKEv2 SAs:")
        || line.Begins("There are no IKEv2 SAs")
        || line.Begins("Session-id:")
        || IsHeader(line);

    /// <summary>IOS has a table with the same beginning, but no roles in it.</summary>
    private static bool IsHeader(AnswerLine line) =>
        line.Begins("Tunnel-id Local Remote") && line.Span.EndsWith(" Role", StringComparison.OrdinalIgnoreCase);

    private static bool CanEndOutput(AnswerLine line) =>
        line.Begins("There are no IKEv2 SAs")
        || line.Span.EndsWith(" sec", StringComparison.Ordinal)
        || (
            line.Follows("ESP spi in/out:", out var spis)
            && IsPair(spis, out _, out var outbound)
            && outbound.Length == 10
        );

    /// <summary><c>86400/73 sec</c>.</summary>
    private void TakeLife(ReadOnlySpan<char> text)
    {
        if (current is not null && IsPair(AsaAnswer.FirstWord(text), out var whole, out var active))
        {
            current = current with
            {
                LifetimeSeconds = AsaAnswer.Number(whole),
                ActiveSeconds = AsaAnswer.Number(active),
            };
        }

        complete &= current is null or { ActiveSeconds: not null };
    }

    private string? TakeSpis(ReadOnlySpan<char> text, IkeChild of)
    {
        if (!IsPair(AsaAnswer.FirstWord(text), out var inbound, out var outbound))
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
    private IkeSa? Row(ReadOnlySpan<char> line)
    {
        Span<Range> words = stackalloc Range[7];
        var count = char.IsAsciiDigit(line[0]) ? line.Split(words, ' ') : 0;
        if (count is not (5 or 6))
        {
            return null;
        }

        // A box with virtual routers prints theirs, none/none, in between.
        var state = line[words[3]].Contains('/') ? 4 : 3;
        if (
            count != state + 2
            || AsaAnswer.Number(line[words[0]]) is null
            || !TryAddress(line[words[1]], out var local)
            || !TryAddress(line[words[2]], out var peer)
        )
        {
            return null;
        }

        return new IkeSa(
            Version: 2,
            peer.ToString(),
            SaWords.Same(ref lastState, line[words[state]]),
            Up: line[words[state]].Equals("READY", StringComparison.OrdinalIgnoreCase),
            Role: SaWords.Same(ref lastRole, line[words[state + 1]]),
            Local: SaWords.Same(ref lastLocal, local)
        );
    }

    /// <param name="address">What stands in front of <c>/500</c>.</param>
    /// <returns>False when there is no port.</returns>
    private static bool TryAddress(ReadOnlySpan<char> endpoint, out ReadOnlySpan<char> address)
    {
        var slash = endpoint.LastIndexOf('/');
        var found = slash > 0 && AsaAnswer.Number(endpoint[(slash + 1)..]) is not null;
        address = found ? endpoint[..slash] : default;
        return found;
    }

    /// <summary>Most tunnels begin in the same few networks: the one before is often it.</summary>
    private void TakeLocalSelector(ReadOnlySpan<char> range, IkeChild of)
    {
        if (!range.SequenceEqual(lastSelector.Text))
        {
            lastSelector = (range.ToString(), AsaSelector.Range(range));
        }

        child = of with { LocalSelector = lastSelector.Selector };
        localSeen = child.LocalSelector is not null || AsaSelector.HasBothEnds(range);
    }

    /// <summary>Case does not matter, and a box prints it as it is named here.</summary>
    private static int Find(ReadOnlySpan<char> line, string name) =>
        line.IndexOf(name, StringComparison.Ordinal) is >= 0 and var at
            ? at
            : line.IndexOf(name, StringComparison.OrdinalIgnoreCase);

    /// <returns>Null where it does not stand there.</returns>
    private static long? Count(ReadOnlySpan<char> line, string name)
    {
        var at = Find(line, name);
        if (at < 0)
        {
            return null;
        }

        var behind = line[(at + name.Length)..].Trim();
        var end = behind.IndexOfAny(',', ' ');
        return AsaAnswer.Number(end < 0 ? behind : behind[..end]) is { } n and < int.MaxValue ? n : null;
    }

    /// <summary>Two parts with one slash between.</summary>
    private static bool IsPair(ReadOnlySpan<char> text, out ReadOnlySpan<char> first, out ReadOnlySpan<char> second)
    {
        var slash = text.IndexOf('/');
        first = slash < 0 ? default : text[..slash];
        second = slash < 0 ? default : text[(slash + 1)..];
        return slash >= 0 && !second.Contains('/');
    }

    private void CloseChild()
    {
        if (child is not null)
        {
            complete &= child.Inbound is not null && localSeen && remoteSeen;
            childrenRead += child.Inbound is null ? 0 : 1;
            children.Add(child);
        }

        (child, localSeen, remoteSeen) = (null, false, false);
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
