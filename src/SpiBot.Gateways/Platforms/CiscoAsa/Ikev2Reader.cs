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
    private const string Session = "Session-id:";

    private readonly List<IkeSa> sas = [];
    private readonly List<string> others = [];
    private readonly Ikev2Rows rows = new();

    // The SA whose lines are read now, and what was read of it.
    private readonly List<IkeChild> children = [];
    private readonly IkeChildDraft child = new();
    private Ikev2Row? current;
    private bool isWanted = true;
    private (long? Whole, long? Active) life;
    private int childrenOfCurrent;

    // What the box says that it lists, and what was found of that.
    private long announcedIke;
    private long announcedChildren;
    private int childrenRead;
    private int otherPairs;
    private bool complete = true;

    /// <summary>The heading was there, and SAs have to follow it.</summary>
    private bool promised;

    /// <summary>A line of an IKEv2 listing was there, even if it lists none.</summary>
    private bool recognised;

    public string Signature => "IKEv2 SAs:, Session-id: or There are no IKEv2 SAs";

    public string? Take(WalkedLine line)
    {
        // One look at the first letter instead of ten at the beginnings: a box has hundreds of these SAs.
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
            case 's' when line.Follows(Session, out var session):
                TakeSession(line.Span, session);
                return null;
            case >= '0' and <= '9':
                TakeRow(line.Span);
                return null;
            case 'l' when line.Follows("Life/Active Time:", out var time):
                TakeLife(time);
                return null;
            case 'c' when line.Follows("Child sa:", out var rest):
                CloseChild();
                child.Begin(rest, isWanted);
                return null;
            case 'l' or 'r' or 'e' when child.IsOpen:
                return TakeChild(line);
            default:
                return null;
        }
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
        line.Begins("IKEv2 SAs:") || line.Begins("There are no IKEv2 SAs") || line.Begins(Session) || IsHeader(line);

    /// <summary>IOS has a table with the same beginning, but no roles in it.</summary>
    private static bool IsHeader(WalkedLine line) =>
        line.Begins("Tunnel-id Local Remote") && line.Span.EndsWith(" Role", StringComparison.OrdinalIgnoreCase);

    private static bool CanEndOutput(WalkedLine line) =>
        line.Begins("There are no IKEv2 SAs")
        || line.Span.EndsWith(" sec", StringComparison.Ordinal)
        || IkeChildDraft.CanEndIn(line);

    /// <summary><c>Session-id:57093, Status:UP-ACTIVE, IKE count:1, CHILD count:1</c>; in detail, the number of the session stands once more among what is said of the SA, with a blank before it.</summary>
    private void TakeSession(ReadOnlySpan<char> line, ReadOnlySpan<char> behind)
    {
        if (line.Length - behind.Length > Session.Length)
        {
            return;
        }

        CloseSa();
        var (ikeSas, childSas) = (Count(line, "IKE count:"), Count(line, "CHILD count:"));
        complete &= ikeSas is not null && childSas is not null;
        announcedIke += ikeSas ?? 0;
        announcedChildren += childSas ?? 0;
    }

    private void TakeRow(ReadOnlySpan<char> line)
    {
        if (rows.RowIn(line) is { } row)
        {
            CloseSa();
            (recognised, current) = (true, row);
            isWanted = asked is null || !IPAddress.TryParse(row.Peer, out var peer) || peer.Equals(asked);
        }
    }

    /// <summary><c>86400/73 sec</c>.</summary>
    private void TakeLife(ReadOnlySpan<char> text)
    {
        if (current is not null && SlashedPair.TryRead(AsaAnswer.FirstWord(text), out var whole, out var active))
        {
            life = (AsaAnswer.Number(whole), AsaAnswer.Number(active));
        }

        complete &= current is null || life.Active is not null;
    }

    /// <summary>Its SPIs are the last line of a child SA that is read.</summary>
    private string? TakeChild(WalkedLine line)
    {
        var expected = child.Take(line);
        if (child.HasSpis)
        {
            CloseChild();
        }

        return expected;
    }

    /// <returns>The number behind a name such as <c>IKE count:</c>; null where it does not stand there.</returns>
    private static long? Count(ReadOnlySpan<char> line, string name)
    {
        // Case does not matter, but a box prints the name as it is given here.
        var at = line.IndexOf(name, StringComparison.Ordinal);
        at = at < 0 ? line.IndexOf(name, StringComparison.OrdinalIgnoreCase) : at;
        if (at < 0)
        {
            return null;
        }

        var behind = line[(at + name.Length)..].Trim();
        var end = behind.IndexOfAny(',', ' ');
        return AsaAnswer.Number(end < 0 ? behind : behind[..end]) is { } n and < int.MaxValue ? n : null;
    }

    private void CloseChild()
    {
        if (!child.IsOpen)
        {
            return;
        }

        complete &= child.IsWhole;
        childrenOfCurrent++;
        childrenRead += child.HasSpis ? 1 : 0;
        if (child.Finish() is { } wanted)
        {
            children.Add(wanted);
        }
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
}
