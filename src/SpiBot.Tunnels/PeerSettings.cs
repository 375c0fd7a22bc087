using System.Net;

namespace SpiBot.Tunnels;

/// <summary>The entries of the crypto maps.</summary>
public sealed record CryptoMaps(IReadOnlyList<CryptoMapEntry> Entries)
{
    /// <summary>
    /// The peers' addresses of entries of which no more is kept, where one peer was asked for: <see cref="Entries"/> holds those with that one, those that name their peers by
    /// names, and dynamic ones.
    /// </summary>
    public IReadOnlyList<string> OtherPeers { get; init; } = [];

    /// <summary>The address all of whose names were replaced by it: a name that is left is another's.</summary>
    public IPAddress? NamesAreNot { get; init; }

    /// <summary>An entry is dynamic: it takes peers that it does not name.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool TakesUnnamed => Entries.Any(entry => entry.Peers.Count == 0);

    public IEnumerable<CryptoMapEntry> With(IPAddress peer) =>
        Entries.Where(e => e.Peers.Any(p => PrintedAddress.Is(p, peer)));

    /// <summary>Null where an entry names its peers by names whose addresses are not known, so that it cannot be told.</summary>
    public bool? Knows(IPAddress peer) =>
        With(peer).Any() || OtherPeers.Any(other => PrintedAddress.Is(other, peer)) ? true
        : peer.Equals(NamesAreNot) || Entries.SelectMany(e => e.Peers).All(p => IPAddress.TryParse(p, out _)) ? false
        : null;
}

/// <summary>
/// One entry of a crypto map: its peers in their order (addresses or names; none on a dynamic entry). Lifetimes are null where the entry
/// sets none and the box's own hold; <see cref="KilobytesUnlimited"/> is set where the volume is switched off.
/// </summary>
public sealed record CryptoMapEntry(
    string Map,
    int Sequence,
    IReadOnlyList<string> Peers,
    string? AccessList = null,
    long? LifetimeSeconds = null,
    long? LifetimeKilobytes = null,
    bool KilobytesUnlimited = false,
    string? Pfs = null
);

/// <summary>
/// The tunnel group of a peer. Dead peer detection: off, or after so many idle seconds, tried again after so many; all null where the text does not say it.
/// </summary>
public sealed record TunnelGroup(
    string? Name,
    string? Kind,
    bool? DeadPeerDetection,
    int? IdleSeconds,
    int? RetrySeconds
);
