using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.FortiOs;

/// <summary>What was read of a tunnel (phase 1) that its selectors have in common.</summary>
/// <param name="Version">Of IKE: <c>1</c> or <c>2</c>; null where it is not printed.</param>
internal sealed record PhaseOneDraft(
    string? Name,
    string? Version,
    (string Address, int? Port)? Local,
    (string Address, int? Port)? Peer
)
{
    public bool NatTraversal { get; set; }
}

/// <summary>What was read so far of a selector (phase 2) and its SAs.</summary>
internal sealed class PhaseTwoDraft
{
    private readonly List<SecurityAssociation> inbound = [];
    private readonly List<SecurityAssociation> outbound = [];
    private long? encaps;
    private long? decaps;

    /// <summary>How many pairs of SAs it should have; null where that is not known.</summary>
    public long? Announced { get; set; }

    public Selector? Local { get; set; }

    public Selector? Remote { get; set; }

    public long? RemainingSeconds { get; set; }

    public bool IsWhole => Announced is { } count && inbound.Count >= count && outbound.Count >= count;

    public void AddSpi(bool isInbound, Spi? spi)
    {
        if (spi is not null)
        {
            (isInbound ? inbound : outbound).Add(new SecurityAssociation(spi, RemainingSeconds: RemainingSeconds));
        }
    }

    /// <summary>Each SA has its own counts; a rekey overlap has two.</summary>
    public void Add(bool isInbound, long? count)
    {
        if (isInbound)
        {
            decaps = Sum(decaps, count);
        }
        else
        {
            encaps = Sum(encaps, count);
        }
    }

    public ChildSa ToChildSa(PhaseOneDraft? tunnel) =>
        new(
            tunnel?.Peer?.Address,
            tunnel?.Local?.Address,
            tunnel?.Name,
            Local,
            Remote,
            Kind: null,
            encaps,
            decaps,
            inbound,
            outbound,
            CurrentOutbound: Newest(outbound),
            IkeVersion: tunnel?.Version is { } version ? $"IKEv{version}" : null,
            NatTraversal: tunnel is { NatTraversal: true },
            LocalPort: tunnel?.Local?.Port,
            RemotePort: tunnel?.Peer?.Port,
            Complete: IsWhole
        );

    private static long? Sum(long? so, long? more) =>
        (so ?? 0) <= long.MaxValue - (more ?? 0) ? (so ?? 0) + more : null;

    /// <summary>The box does not say which of two is sent with; the younger one has longer to live.</summary>
    private static Spi? Newest(List<SecurityAssociation> sas) =>
        sas.Count > 1 && sas.All(sa => sa.RemainingSeconds is not null)
            ? sas.MaxBy(sa => sa.RemainingSeconds)!.Spi
            : null;
}
