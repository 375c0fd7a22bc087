using System.Net;

namespace SpiBot.Tunnels;

/// <summary>
/// One SA of one direction as a device lists it. What the text does not say is null.
/// <see cref="Rekeyed"/>: already replaced, but packets with it are still accepted until it ends.
/// <see cref="SettingsRead"/> is false when the text ended before it said whether the SA is rekeyed.
/// </summary>
public sealed record SecurityAssociation(
    Spi Spi,
    bool Rekeyed = false,
    string? State = null,
    long? RemainingKilobytes = null,
    long? RemainingSeconds = null,
    bool SettingsRead = true
);

/// <summary>
/// A child SA: one pair of selectors with one peer, and the SAs of both directions. During a rekey a direction holds two
/// or more: everything in <see cref="Inbound"/> is accepted, what is sent uses <see cref="Sending"/>.
/// <see cref="Peer"/> is as printed: an address, or a name where the box resolves names.
/// <see cref="Kind"/> is the box's own word: <c>L2L</c>, <c>RA</c>, ... <see cref="Complete"/> is false when the text ended inside it.
/// <see cref="Name"/> is its name in the box's configuration, where it has one (strongSwan).
/// </summary>
public sealed record ChildSa(
    string? Peer,
    string? Local,
    string? Interface,
    Selector? LocalSelector,
    Selector? RemoteSelector,
    string? Kind,
    long? Encaps,
    long? Decaps,
    IReadOnlyList<SecurityAssociation> Inbound,
    IReadOnlyList<SecurityAssociation> Outbound,
    Spi? CurrentInbound = null,
    Spi? CurrentOutbound = null,
    string? IkeVersion = null,
    bool NatTraversal = false,
    string? CryptoMap = null,
    string? Username = null,
    long? Decrypts = null,
    long? SendErrors = null,
    long? ReceiveErrors = null,
    int? LocalPort = null,
    int? RemotePort = null,
    bool Complete = true,
    string? Name = null
)
{
    /// <summary>The local selector as printed, where a name stands in the place of its address: <c>(HQ-LAN/255.255.255.0/0/0)</c>; null where <see cref="LocalSelector"/> says it.</summary>
    public string? NamedLocal { get; init; }

    /// <summary>As <see cref="NamedLocal"/>, of the other side.</summary>
    public string? NamedRemote { get; init; }

    /// <summary>The SPI that goes into the packets now: the box's "current outbound spi", else the newest outbound SA that is not rekeyed.</summary>
    public Spi? Sending =>
        CurrentOutbound
        ?? Outbound.LastOrDefault(sa => !sa.Rekeyed)?.Spi
        ?? (Outbound.Count > 0 ? Outbound[^1].Spi : null);

    /// <summary>Every SPI that is accepted now: all installed inbound SAs, rekeyed ones too.</summary>
    public IReadOnlyList<Spi> Accepting =>
        Inbound is [var only] ? [only.Spi] : [.. Inbound.Select(sa => sa.Spi).Distinct()];

    /// <summary>It has an SA, in one direction at least.</summary>
    public bool HasSa => Inbound.Count > 0 || Sending is not null;

    public IPAddress? PeerAddress => IPAddress.TryParse(Peer, out var address) ? address : null;
}

/// <summary>The answer of a listing of SAs. <see cref="Complete"/> is false when the text was cut: then an absent SA means nothing.</summary>
public sealed record SaListing(bool Complete, IReadOnlyList<ChildSa> Tunnels);

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

/// <summary><c>show crypto ipsec sa inactive</c>. The count line is the fact; the listed SAs are what could be read of the rest.</summary>
public sealed record InactiveSas(int Count, IReadOnlyList<InactiveSa> Sas, IReadOnlyList<string> UnreadLines);

/// <summary>One of them. <see cref="Direction"/>: <c>inbound</c> or <c>outbound</c>; <see cref="State"/> and <see cref="Reason"/> as printed.</summary>
public sealed record InactiveSa(string Direction, Spi? Spi, string? State, string? Reason);
