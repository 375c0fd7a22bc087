using System.Buffers;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>A block of <c>show crypto ipsec sa</c> while it is being read.</summary>
internal sealed class ChildSaDraft
{
    public string? Interface { get; init; }

    public string? CryptoMap { get; set; }

    public string? Local { get; set; }

    public string? Peer { get; set; }

    public bool PeerSeen { get; set; }

    public string? Username { get; set; }

    public bool LocalIdentSeen { get; set; }

    public bool RemoteIdentSeen { get; set; }

    public Selector? LocalSelector { get; set; }

    public Selector? RemoteSelector { get; set; }

    public string? NamedLocal { get; set; }

    public string? NamedRemote { get; set; }

    public long? Encaps { get; set; }

    public long? Decaps { get; set; }

    public long? Decrypts { get; set; }

    public long? SendErrors { get; set; }

    public long? ReceiveErrors { get; set; }

    public int? LocalPort { get; set; }

    public int? RemotePort { get; set; }

    public Spi? CurrentInbound { get; private set; }

    public Spi? CurrentOutbound { get; private set; }

    /// <summary>Its line stands there; so it does where it says that there is none.</summary>
    public bool CurrentInboundSeen { get; private set; }

    public bool CurrentOutboundSeen { get; private set; }

    private bool InboundMayBeCut { get; set; }

    private bool OutboundMayBeCut { get; set; }

    private bool EndpointsCut { get; set; }

    /// <summary>Not every SA stands under the heading of its direction.</summary>
    public bool HeadingMissing { get; set; }

    public List<SaDraft>? Inbound { get; set; }

    public List<SaDraft>? Outbound { get; set; }

    /// <summary>Says something about a tunnel: a header alone does not.</summary>
    public bool HasContent =>
        LocalIdentSeen
        || RemoteIdentSeen
        || PeerSeen
        || Encaps is not null
        || Inbound is not null
        || Outbound is not null
        || CurrentInboundSeen
        || CurrentOutboundSeen;

    /// <summary>Everything that makes up a block was there, up to the settings of each SA.</summary>
    public bool IsWhole =>
        LocalIdentSeen
        && RemoteIdentSeen
        && PeerSeen
        && Inbound is not null
        && Outbound is not null
        && !EndpointsCut
        && !HeadingMissing
        && Inbound.TrueForAll(sa => sa.Settings is not null)
        && Outbound.TrueForAll(sa => sa.Settings is not null);

    public ChildSa ToChildSa(bool complete)
    {
        var settings = (
            Inbound?.Find(sa => sa.Settings is { Said: true }) ?? Outbound?.Find(sa => sa.Settings is { Said: true })
        )?.Settings;
        var inbound = Sure(CurrentInbound, InboundMayBeCut, Inbound);
        var outbound = Sure(CurrentOutbound, OutboundMayBeCut, Outbound);
        return new ChildSa(
            Peer,
            Local,
            Interface,
            LocalSelector,
            RemoteSelector,
            settings?.Kind,
            Encaps,
            Decaps,
            Sas(Inbound, inbound),
            Sas(Outbound, outbound),
            inbound,
            outbound,
            settings?.IkeVersion,
            settings?.NatTraversal ?? false,
            CryptoMap,
            Username,
            Decrypts,
            SendErrors,
            ReceiveErrors,
            LocalPort,
            RemotePort,
            complete
        )
        {
            NamedLocal = NamedLocal,
            NamedRemote = NamedRemote,
        };
    }

    /// <summary>Headings of AH and PCP, which IOS prints behind those of ESP in both directions: without the last one the block is cut.</summary>
    public bool OtherInboundSeen { get; set; }

    public bool OtherOutboundSeen { get; set; }

    /// <returns>What was expected where a counter of interest has no number, or one that may be cut; else null.</returns>
    public string? TakeCounters(ReadOnlySpan<char> line)
    {
        if (!line.ContainsAny(WordsOfInterest))
        {
            return null;
        }

        foreach (var range in line.Split(','))
        {
            var part = line[range].Trim();
            // IOS: #send errors 0.
            var colon = part.LastIndexOf(':') is >= 0 and var found ? found : part.LastIndexOf(' ');
            if (colon < 0 || part[0] != '#')
            {
                continue;
            }

            var isLast = range.End.Value == line.Length;
            if (!TakeCounter(part[1..colon].TrimEnd(), part[(colon + 1)..].Trim(), isLast))
            {
                return $"{part[..colon]}: and a number" + (isLast ? " with more counters behind it" : "");
            }
        }

        return null;
    }

    /// <summary>In the names that <see cref="TakeCounter"/> knows.</summary>
    private static readonly SearchValues<string> WordsOfInterest = SearchValues.Create(
        ["caps", "decrypt", "send errors", "recv errors"],
        StringComparison.Ordinal
    );

    /// <returns>False when a counter of interest has no number, or stands at the end of a line where others should follow: digits may be missing then.</returns>
    private bool TakeCounter(ReadOnlySpan<char> name, ReadOnlySpan<char> value, bool isLast)
    {
        switch (name)
        {
            case "pkts encaps":
                return (Encaps ??= AsaAnswer.Number(value)) is not null && !isLast;
            case "pkts decaps":
                return (Decaps ??= AsaAnswer.Number(value)) is not null && !isLast;
            case "pkts decrypt":
                return (Decrypts ??= AsaAnswer.Number(value)) is not null && !isLast;
            case "send errors":
                return (SendErrors ??= AsaAnswer.Number(value)) is not null && !isLast;
            case "recv errors":
                return (ReceiveErrors ??= AsaAnswer.Number(value)) is not null;
            default:
                return true;
        }
    }

    /// <summary><c>198.51.100.1/500, remote crypto endpt.: 203.0.113.9/500</c>; 7.x prints no ports, and 0 stands for none.</summary>
    public void TakeEndpoints(ReadOnlySpan<char> text)
    {
        const string Remote = "remote crypto endpt.:";
        var remote = text.IndexOf(Remote, StringComparison.Ordinal);
        var ours = (remote < 0 ? text : text[..remote]).Trim(" ,");
        LocalPort = Port(ours);
        EndpointsCut = remote < 0 || text[(remote + Remote.Length)..].TrimStart().IsEmpty;
        RemotePort = (remote < 0 ? null : Port(text[(remote + Remote.Length)..].Trim())) ?? RemotePort;
        if (Local is null)
        {
            var slash = ours.IndexOf('/');
            var address = slash < 0 ? ours : ours[..slash];
            Local = address.IsEmpty ? null : address.ToString();
        }
    }

    public void TakeCurrent(Spi? spi, bool sent, bool mayBeCut)
    {
        if (sent)
        {
            (CurrentOutbound, OutboundMayBeCut, CurrentOutboundSeen) = (spi, mayBeCut, true);
        }
        else
        {
            (CurrentInbound, InboundMayBeCut, CurrentInboundSeen) = (spi, mayBeCut, true);
        }
    }

    /// <summary>The SAs of the direction that has this current SPI; null where neither has, or both.</summary>
    public List<SaDraft>? DirectionOf(Spi spi) =>
        CurrentInbound == CurrentOutbound ? null
        : CurrentInbound == spi ? Inbound ??= []
        : CurrentOutbound == spi ? Outbound ??= []
        : null;

    private static Spi? Sure(Spi? current, bool mayBeCut, List<SaDraft>? listed) =>
        mayBeCut && listed?.Exists(sa => sa.Spi == current) is not true ? null : current;

    /// <summary>Where no SAs were listed, and none were said to be none, the current SPI is what is known of them.</summary>
    private static IReadOnlyList<SecurityAssociation> Sas(List<SaDraft>? drafts, Spi? current) =>
        drafts is not null ? Finish(drafts)
        : current is not null ? [new SecurityAssociation(current, SettingsRead: false)]
        : [];

    private static SecurityAssociation[] Finish(List<SaDraft> drafts)
    {
        var sas = new SecurityAssociation[drafts.Count];
        for (var i = 0; i < sas.Length; i++)
        {
            sas[i] = drafts[i].ToSa();
        }

        return sas;
    }

    private static int? Port(ReadOnlySpan<char> endpoint)
    {
        var slash = endpoint.LastIndexOf('/');
        return slash >= 0 && AsaAnswer.Number(endpoint[(slash + 1)..]) is >= 0 and <= ushort.MaxValue and var port
            ? (int)port
            : null;
    }
}
