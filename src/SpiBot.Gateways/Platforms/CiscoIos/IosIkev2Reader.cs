using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoIos;

/// <summary>
/// Reads <c>show crypto ikev2 sa [detailed]</c> and <c>show crypto ikev2 session</c> of IOS and IOS-XE. The rows have no role; with IPv6 the two ends stand
/// on lines of their own. <c>Local spi</c> and <c>Remote spi</c> are those of the IKE SA (64 bits): they are passed over.
/// </summary>
internal sealed class IosIkev2Reader
{
    private readonly List<IkeSa> sas = [];
    private readonly List<IkeChild> children = [];
    private readonly List<(Selector? Local, Selector? Remote)> selectors = [];
    private (string? Local, string? Remote, string State)? row;
    private string? role;
    private long? activeSeconds;
    private long? lifetimeSeconds;
    private bool childOpen;
    private long announcedIke;
    private long announcedChildren;
    private long childrenRead;
    private bool complete = true;

    public bool Recognised { get; private set; }

    /// <returns>What was expected where a line has not its form; else null.</returns>
    public string? Take(AnswerLine line)
    {
        Recognised |= IsSignature(line);
        if (line.IsOpen && !CanEndOutput(line))
        {
            complete = false;
            return null;
        }

        if (line.Begins("Tunnel-id "))
        {
            CloseSa();
            // More may stand in the line than the headings.
            complete &= line.Text.EndsWith(" Status", StringComparison.OrdinalIgnoreCase);
            return line.Text.EndsWith(" Role", StringComparison.OrdinalIgnoreCase)
                ? "Tunnel-id Local Remote fvrf/ivrf Status, as IOS prints it (an ASA adds a role)"
                : null;
        }

        if (line.Begins("Session-id:"))
        {
            CloseSa();
            announcedIke += Count(line.Text, "IKE count:");
            announcedChildren += Count(line.Text, "CHILD count:");
        }
        else if (Row(line.Text) is { } begun)
        {
            CloseSa();
            (row, Recognised) = (begun, true);
        }
        else if (line.After("Local ") is { } local && Address(local) is { } ours)
        {
            row = row is { } r ? r with { Local = ours } : null;
        }
        else if (line.After("Remote ") is { } remote && Address(remote) is { } theirs)
        {
            row = row is { } r ? r with { Remote = theirs } : null;
        }
        else if (line.After("Life/Active Time:") is { } life)
        {
            // Something broke the row of the SA, or this line.
            complete &= row is not null && life.Contains('/');
            (lifetimeSeconds, activeSeconds) = life.Split(' ')[0].Split('/') is [var whole, var active]
                ? (AsaAnswer.Number(whole), AsaAnswer.Number(active))
                : (null, null);
        }
        else if (line.After("Initiator of SA :") is { } initiator)
        {
            role = initiator switch
            {
                "Yes" => "INITIATOR",
                "No" => "RESPONDER",
                _ => null,
            };
        }
        else
        {
            return TakeChild(line);
        }

        return null;
    }

    public IkeListing Listing()
    {
        CloseSa();
        return new IkeListing(sas, complete && sas.Count >= announcedIke && childrenRead >= announcedChildren);
    }

    public static bool IsSignature(AnswerLine line) =>
        line.Is("IPv4 Crypto IKEv2 SA")
        || line.Is("IPv6 Crypto IKEv2 SA")
        || IsSessionHeading(line)
        || line.Begins("Tunnel-id Local Remote fvrf/ivrf Status")
            && !line.Text.EndsWith(" Role", StringComparison.OrdinalIgnoreCase)
        || line.Is("Tunnel-id fvrf/ivrf Status");

    public static bool IsSessionHeading(AnswerLine line) =>
        line.Is("IPv4 Crypto IKEv2 Session") || line.Is("IPv6 Crypto IKEv2 Session");

    private static bool CanEndOutput(AnswerLine line) =>
        line.Text.EndsWith(" sec", StringComparison.Ordinal)
        || line.Text.EndsWith(" READY", StringComparison.Ordinal)
        || line.Text.EndsWith(" mode tunnel", StringComparison.Ordinal)
        || line.Begins("IPv6 Crypto IKEv2") && IsSignature(line)
        || (line.After("ESP spi in/out:") is { } spis && spis.Split('/') is [_, { Length: 10 }])
        // The IKE SPIs are the last line of "sa": nothing is taken from it.
        || line.Begins("Local spi:")
        // And this of "sa detailed".
        || line.Is("Initiator of SA : Yes")
        || line.Is("Initiator of SA : No");

    private string? TakeChild(AnswerLine line)
    {
        if (line.After("Child sa:") is { } rest)
        {
            CloseChild();
            childOpen = true;
            TakeLocalSelector(rest);
        }
        else if (line.Begins("local selector") && childOpen)
        {
            TakeLocalSelector(line.Text);
        }
        else if (line.After("remote selector") is { } remote && selectors is [.., (var local, null)])
        {
            selectors[^1] = (local, AsaSelector.Range(remote));
            complete &= AsaSelector.HasBothEnds(remote);
        }
        else if (
            childOpen
            && line.Text.Replace("→", "->", StringComparison.Ordinal).Split("->") is [var ours, var theirs]
            && !line.Begins("local selector")
        )
        {
            selectors.Add((AsaSelector.Range(ours), AsaSelector.Range(theirs)));
            complete &= AsaSelector.HasBothEnds(ours) && AsaSelector.HasBothEnds(theirs);
        }
        else if (line.After("ESP spi in/out:") is { } spis && childOpen)
        {
            return TakeSpis(spis);
        }

        return null;
    }

    /// <summary>Some images print the selectors as an ASA does, in two lines; the others a heading of this name.</summary>
    private void TakeLocalSelector(string text)
    {
        const string Name = "local selector";
        if (
            text.StartsWith(Name, StringComparison.OrdinalIgnoreCase)
            && !text.EndsWith("remote selector", StringComparison.OrdinalIgnoreCase)
        )
        {
            var range = text.AsSpan(Name.Length);
            selectors.Add((AsaSelector.Range(range), null));
            complete &= AsaSelector.HasBothEnds(range);
        }
    }

    private string? TakeSpis(string text)
    {
        const string Expected = "ESP spi in/out: 0x…/0x…";
        if (
            text.Split(' ')[0].Split('/') is not [var inbound, var outbound]
            || AsaAnswer.Hex(inbound) is not { } incoming
            || AsaAnswer.Hex(outbound) is not { } outgoing
        )
        {
            return Expected;
        }

        complete &= selectors.Count > 0;
        var pairs = selectors.Count > 0 ? selectors : [(null, null)];
        children.AddRange(
            pairs.Select(pair => new IkeChild(pair.Local, pair.Remote, Spi.TryFrom(incoming), Spi.TryFrom(outgoing)))
        );
        childrenRead++;
        selectors.Clear();
        childOpen = false;
        return null;
    }

    /// <summary><c>1 198.51.100.1/500 203.0.113.9/500 none/none READY</c>, or <c>1 none/none READY</c> with the ends on their own lines.</summary>
    private static (string?, string?, string)? Row(string line)
    {
        var words = line.Split(' ');
        if (words.Length < 3 || AsaAnswer.Number(words[0]) is null || !words[^2].Contains('/'))
        {
            return null;
        }

        return words.Length switch
        {
            5 when Address(words[1]) is { } local && Address(words[2]) is { } peer => (local, peer, words[4]),
            3 when Address(words[1]) is null => (null, null, words[2]),
            _ => null,
        };
    }

    private static string? Address(string endpoint)
    {
        var slash = endpoint.LastIndexOf('/');
        return slash > 0 && !endpoint.Contains(' ') && AsaAnswer.Number(endpoint.AsSpan(slash + 1)) is not null
            ? endpoint[..slash]
            : null;
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
        complete &= !childOpen;
        childOpen = false;
        selectors.Clear();
    }

    private void CloseSa()
    {
        CloseChild();
        if (row is (var local, { } remote, var state))
        {
            sas.Add(
                new IkeSa(
                    Version: 2,
                    remote,
                    state,
                    Up: state.Equals("READY", StringComparison.OrdinalIgnoreCase),
                    role,
                    ActiveSeconds: activeSeconds,
                    Local: local,
                    Children: [.. children]
                )
                {
                    LifetimeSeconds = lifetimeSeconds,
                }
            );
        }
        else
        {
            // Child SAs whose row is missing belong to nobody.
            complete &= row is null && children.Count == 0;
        }

        (row, role, activeSeconds, lifetimeSeconds) = (null, null, null, null);
        children.Clear();
    }
}
