using System.Net;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// Reads the IKEv2 part of a text. Rows are split at blanks, never at columns: there are two widths, and IPv6 moves them. How many IKE
/// and child SAs follow stands in the <c>Session-id:</c> line, so a cut is noticed.
/// </summary>
/// <param name="asked">Whose SAs are wanted: see <see cref="IkeListing.OtherPeers"/>. A box has hundreds. Null: all are wanted.</param>
internal sealed class Ikev2Reader(IPAddress? asked = null) : ILineReader<IkeListing>
{
    private const string Local = "local selector";
    private const string ExpectedSpis = "ESP spi in/out: 0x…/0x…";

    private readonly List<IkeSa> sas = [];
    private readonly List<string> others = [];
    private readonly List<IkeChild> children = [];
    private string lastLocal = "";
    private string lastState = "";
    private string lastRole = "";
    private (string Text, Selector? Selector) lastSelector = ("", null);
    private Row? current;
    private bool isWanted = true;
    private (long? Whole, long? Active) life;
    private bool inChild;
    private Selector? localSelector;
    private Selector? remoteSelector;
    private (Spi Inbound, Spi Outbound)? spis;
    private bool localSeen;
    private bool remoteSeen;
    private long announcedIke;
    private long announcedChildren;
    private int childrenRead;
    private int otherPairs;
    private int childrenOfCurrent;
    private bool complete = true;
    private bool promised;

    private bool recognised;

    public string Signature => "IKEv2 SAs:, Session-id: or There are no IKEv2 SAs";

    public string? Take(WalkedLine line)
    {
        var first = (char)(line.Span[0] | ' ');
        if (first is 'i' or 's' or 't')
        {
            recognised |= IsSignature(line);
            promised |= line.Begins("IKEv2 SAs:");
        }

        if (line.IsOpen && !CanEndOutput(line))
        {
            complete = false;
            return null;
        }

        switch (first)
        {
            case 't' when line.Begins("Tunnel-id ") && !IsHeader(line):
                return "Tunnel-id Local Remote … Status Role, as an ASA prints it (IOS prints no role)";
            case 's' when line.Follows("Session-id:", out var session):
                TakeSession(line.Span, session);
                return null;
            case >= '0' and <= '9':
                TakeRow(line.Span);
                return null;
            case 'l' when line.Follows("Life/Active Time:", out var time):
                TakeLife(time);
                return null;
            case 'c' when line.Follows("Child sa:", out var rest):
                BeginChild(rest);
                return null;
            case 'l' when inChild && line.Follows(Local, out var ours):
                TakeLocalSelector(ours);
                return null;
            case 'r' when inChild && line.Follows("remote selector", out var theirs):
                TakeRemoteSelector(theirs);
                return null;
            case 'e' when inChild && line.Follows("ESP spi in/out:", out var both):
                return TakeSpis(both);
            default:
                return null;
        }
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
        var found = sas.Count + others.Count;
        complete &= found > 0 || !promised;
        return recognised
            ? new IkeListing(sas, complete && found >= announcedIke && childrenRead >= announcedChildren)
            {
                OtherPeers = others,
                OtherPairs = otherPairs,
            }
            : null;
    }

    public static bool IsSignature(WalkedLine line) =>
        line.Begins("IKEv2 SAs:")
        || line.Begins("There are no IKEv2 SAs")
        || line.Begins("Session-id:")
        || IsHeader(line);

    /// <summary>IOS has a table with the same beginning, but no roles in it.</summary>
    private static bool IsHeader(WalkedLine line) =>
        line.Begins("Tunnel-id Local Remote") && line.Span.EndsWith(" Role", StringComparison.OrdinalIgnoreCase);

    private static bool CanEndOutput(WalkedLine line) =>
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
            life = (AsaAnswer.Number(whole), AsaAnswer.Number(active));
        }

        complete &= current is null || life.Active is not null;
    }

    private void BeginChild(ReadOnlySpan<char> rest)
    {
        CloseChild();
        inChild = true;
        if (rest.StartsWith(Local, StringComparison.OrdinalIgnoreCase))
        {
            TakeLocalSelector(rest[Local.Length..]);
        }
    }

    private string? TakeSpis(ReadOnlySpan<char> text)
    {
        if (
            !IsPair(AsaAnswer.FirstWord(text), out var inbound, out var outbound)
            || Spi.TryParseHex(inbound) is not { } accepted
            || Spi.TryParseHex(outbound) is not { } sent
        )
        {
            return ExpectedSpis;
        }

        spis = (accepted, sent);
        CloseChild();
        return null;
    }

    private void TakeRow(ReadOnlySpan<char> line)
    {
        if (RowIn(line) is { } row)
        {
            CloseSa();
            (recognised, current) = (true, row);
            isWanted = asked is null || !IPAddress.TryParse(row.Peer, out var peer) || peer.Equals(asked);
        }
    }

    /// <summary><c>38557965 198.51.100.1/500 203.0.113.9/500 [fvrf/ivrf] READY RESPONDER</c>.</summary>
    private Row? RowIn(ReadOnlySpan<char> line)
    {
        Span<Range> words = stackalloc Range[7];
        var count = line.Split(words, ' ');
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

        return new Row(
            peer.ToString(),
            SaWords.Same(ref lastLocal, local),
            SaWords.Same(ref lastState, line[words[state]]),
            SaWords.Same(ref lastRole, line[words[state + 1]])
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
    private void TakeLocalSelector(ReadOnlySpan<char> range)
    {
        if (isWanted && !range.SequenceEqual(lastSelector.Text))
        {
            lastSelector = (range.ToString(), AsaSelector.Range(range));
        }

        localSelector = isWanted ? lastSelector.Selector : null;
        localSeen = localSelector is not null || IsSelector(range);
    }

    private void TakeRemoteSelector(ReadOnlySpan<char> range)
    {
        remoteSelector = isWanted ? AsaSelector.Range(range) : null;
        remoteSeen = remoteSelector is not null || IsSelector(range);
    }

    private static bool IsSelector(ReadOnlySpan<char> range) =>
        AsaSelector.HasBothEnds(range) || AsaSelector.Range(range) is not null;

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
        if (inChild)
        {
            complete &= spis is not null && localSeen && remoteSeen;
            childrenOfCurrent++;
            childrenRead += spis is null ? 0 : 1;
            if (isWanted)
            {
                children.Add(new IkeChild(localSelector, remoteSelector, spis?.Inbound, spis?.Outbound));
            }
        }

        (inChild, localSelector, remoteSelector, spis) = (false, null, null, null);
        (localSeen, remoteSeen) = (false, false);
    }

    private void CloseSa()
    {
        CloseChild();
        if (current is { } other && !isWanted)
        {
            others.Add(other.Peer);
            otherPairs += Math.Max(childrenOfCurrent, 1);
        }
        else if (current is { } row)
        {
            sas.Add(
                new IkeSa(
                    Version: 2,
                    row.Peer,
                    row.State,
                    Up: row.State.Equals("READY", StringComparison.OrdinalIgnoreCase),
                    row.Role,
                    ActiveSeconds: life.Active,
                    Local: row.Local,
                    Children: [.. children]
                )
                {
                    LifetimeSeconds = life.Whole,
                }
            );
        }
        else
        {
            // Child SAs whose row is missing belong to nobody.
            complete &= childrenOfCurrent == 0;
        }

        (current, isWanted, life, childrenOfCurrent) = (null, true, default, 0);
        children.Clear();
    }

    private readonly record struct Row(string Peer, string Local, string State, string Role);
}
