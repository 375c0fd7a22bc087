using System.Net;
using System.Text.Json.Serialization;

namespace SpiBot.Tunnels;

/// <summary>
/// A gateway's view of its tunnel to one peer, at one moment. <see cref="PeerName"/> is set only where the peer's address is
/// not known (a saved text may print a name, or none): then <see cref="Peer"/> is no address to go by.
/// </summary>
public sealed record TunnelReading(
    GatewayReading Box,
    IPAddress Peer,
    Answer<SaListing> Sas,
    Answer<IkeListing> Ikev1,
    Answer<IkeListing> Ikev2,
    string? PeerName = null
)
{
    /// <summary>What the box wrote about its tunnels, of all peers.</summary>
    public Answer<LoggedEvents> Log { get; init; } = Answer.NotAsked<LoggedEvents>();

    public Answer<VpnSessions> Sessions { get; init; } = Answer.NotAsked<VpnSessions>();

    /// <summary>The IKEv2 SAs with the peer once more, with their child SAs, where <see cref="Ikev2"/> lists none (IOS).</summary>
    public Answer<IkeListing> IkeChildren { get; init; } = Answer.NotAsked<IkeListing>();

    /// <summary>Who else is a peer of this box is a question too: see <see cref="CryptoMaps.OtherPeers"/>.</summary>
    public Answer<CryptoMaps> CryptoMaps { get; init; } = Answer.NotAsked<CryptoMaps>();

    public Answer<TunnelGroup> TunnelGroup { get; init; } = Answer.NotAsked<TunnelGroup>();

    /// <summary>What was watched of the packets that the box drops, of all peers. Asked for only by who asked for a trace.</summary>
    public Answer<DropTrace> Trace { get; init; } = Answer.NotAsked<DropTrace>();

    /// <summary>What the data path works with for this peer. Asked only where the SAs of both ends agree and packets are lost all the same: it is a long listing.</summary>
    public Answer<DataPath> DataPath { get; init; } = Answer.NotAsked<DataPath>();

    /// <summary>
    /// The names that the box prints in place of the addresses of this tunnel: of the peer, of its own end, of the networks. Asked only where an answer has a name in
    /// an address's place; then these names are replaced by their addresses everywhere in this reading, and a name that is left in a peer's place is another peer's.
    /// </summary>
    public Answer<HostNames> Names { get; init; } = Answer.NotAsked<HostNames>();

    public string Gateway => Box.Gateway;

    public DateTimeOffset TakenAt => Box.TakenAt;

    /// <summary>The peer for people: its address, or what stands for it.</summary>
    [JsonIgnore]
    public string PeerInWords => PeerName ?? Peer.ToString();

    /// <summary>The list of SAs was read to its end, and none in it is with the peer.</summary>
    [JsonIgnore]
    public bool HasNoSa => Sas.Value is { Complete: true } && Tunnels.Count == 0;

    /// <summary>The IKE SAs with the peer, of both versions, as far as they were read.</summary>
    [JsonIgnore]
    public IReadOnlyList<IkeSa> IkeWithPeer =>
        [.. new[] { Ikev1, Ikev2 }.SelectMany(listing => listing.Value?.Sas ?? []).Where(sa => sa.IsWith(Peer))];

    /// <summary>The IKE SA with the peer, the one that is up first; null when there is none, or one of either version: then which is meant would be a guess.</summary>
    [JsonIgnore]
    public IkeSa? OnlyIkeWithPeer =>
        IkeWithPeer.Select(sa => sa.Version).Distinct().Count() == 1
            ? IkeWithPeer.FirstOrDefault(sa => sa.Up) ?? IkeWithPeer[0]
            : null;

    /// <summary>
    /// Child SAs with the peer that IKE lists and the list of SAs has not. The two are read one after the other, so a rekey between them makes one, too. Empty where either
    /// was not read to its end.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<IkeChild> KnownToIkeAlone
    {
        get
        {
            if (Sas.Value is not { Complete: true, Tunnels: var listed } || listed.Any(child => !child.Complete))
            {
                return [];
            }

            var spis = listed
                .SelectMany(child => child.Inbound.Concat(child.Outbound))
                .Select(sa => sa.Spi)
                .ToHashSet();
            return
            [
                .. new[] { Ikev2, IkeChildren }
                    .Select(answer => answer.Value)
                    .OfType<IkeListing>()
                    .Where(listing => listing.Complete)
                    .SelectMany(listing => listing.Sas)
                    .Where(sa => sa.IsWith(Peer))
                    .SelectMany(sa => sa.Children ?? [])
                    .Where(child =>
                        child is { Inbound: { } inbound, Outbound: { } outbound }
                        && !spis.Contains(inbound)
                        && !spis.Contains(outbound)
                    )
                    .Distinct(),
            ];
        }
    }

    /// <summary>The site-to-site child SAs with the peer; empty when there are none or they were not read. A router lists the networks that it is set to also while they have no SA: those are none.</summary>
    public IReadOnlyList<ChildSa> Tunnels =>
        Sas.WasRead ? [.. Sas.Value.Tunnels.Where(t => t.Kind is null or "L2L" && (t.HasSa || !t.Complete))] : [];
}
