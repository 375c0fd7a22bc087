using System.Net;

namespace SpiBot.Tunnels;

/// <summary>An IKE SA. <see cref="Version"/> is 1 or 2; <see cref="State"/> the box's word: <c>MM_ACTIVE</c>, <c>READY</c>; <see cref="Up"/> what that means. <see cref="Name"/> is its name in the box's configuration and <see cref="Id"/> the number by which the box knows this very SA, where there are such (strongSwan).</summary>
public sealed record IkeSa(
    int Version,
    string Peer,
    string State,
    bool Up,
    string? Role,
    bool Rekeying = false,
    long? ActiveSeconds = null,
    string? Kind = null,
    string? Local = null,
    IReadOnlyList<IkeChild>? Children = null,
    string? Name = null,
    long? Id = null
)
{
    /// <summary>How long it lives as negotiated (IKEv1) or as this end keeps it (IKEv2), in seconds.</summary>
    public long? LifetimeSeconds { get; init; }

    /// <summary>Its peer is printed with this address.</summary>
    public bool IsWith(IPAddress peer) => PrintedAddress.Is(Peer, peer);
}

/// <summary>A child SA as the IKEv2 table shows it: the selectors, and one SPI per direction.</summary>
public sealed record IkeChild(Selector? LocalSelector, Selector? RemoteSelector, Spi? Inbound, Spi? Outbound);

/// <summary>The answer of an IKE table. <see cref="Complete"/> is false when the text was cut: then an absent SA means nothing.</summary>
public sealed record IkeListing(IReadOnlyList<IkeSa> Sas, bool Complete = true)
{
    /// <summary>
    /// The peers' addresses of SAs that are no more than counted, one for each, where one peer was asked for and the box lists all: <see cref="Sas"/> holds that one's, and
    /// those whose peer is printed by a name.
    /// </summary>
    public IReadOnlyList<string> OtherPeers { get; init; } = [];

    /// <summary>How many pairs of SAs there are with <see cref="OtherPeers"/>: see <see cref="PairCount"/>.</summary>
    public int OtherPairs { get; init; }

    /// <summary>How many pairs of SAs the box has: the child SAs, where the table shows them; one for an IKE SA of which it shows none.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int PairCount => Sas.Sum(sa => Math.Max(sa.Children?.Count ?? 0, 1)) + OtherPairs;

    /// <summary>An SA is with this peer.</summary>
    public bool Knows(IPAddress peer) =>
        Sas.Any(sa => sa.IsWith(peer)) || OtherPeers.Any(other => PrintedAddress.Is(other, peer));

    /// <summary>The child SAs as far as an IKEv2 table shows them: one SPI per direction, no counters. Null where it shows none.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public SaListing? Children =>
        Sas.Any(sa => sa.Children is { Count: > 0 }) ? new SaListing(Complete, [.. Sas.SelectMany(ChildrenOf)]) : null;

    private static IEnumerable<ChildSa> ChildrenOf(IkeSa sa) =>
        (sa.Children ?? []).Select(child => new ChildSa(
            sa.Peer,
            sa.Local,
            Interface: null,
            child.LocalSelector,
            child.RemoteSelector,
            Kind: null,
            Encaps: null,
            Decaps: null,
            child.Inbound is { } inbound ? [new SecurityAssociation(inbound, SettingsRead: false)] : [],
            child.Outbound is { } outbound ? [new SecurityAssociation(outbound, SettingsRead: false)] : [],
            IkeVersion: "IKEv2"
        ));
}
