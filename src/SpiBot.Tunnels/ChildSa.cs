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
