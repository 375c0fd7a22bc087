using System.Net;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>Names in the place of a peer's address, which a box prints where <c>names</c> is on: found in a reading, and replaced.</summary>
internal static class PeerNames
{
    /// <summary>Whether a name stands somewhere for a peer.</summary>
    public static bool AreIn(TunnelReading reading) =>
        (reading.Sas.Value?.Tunnels ?? []).Any(sa => IsName(sa.Peer))
        || Ike(reading).Any(sa => IsName(sa.Peer))
        || (reading.Sessions.Value?.Sessions ?? []).Any(session => IsName(session.Address))
        || (reading.CryptoMaps.Value?.Entries ?? []).SelectMany(entry => entry.Peers).Any(IsName);

    /// <summary>The reading with the peer's names replaced by its address; as it is where the names were not read.</summary>
    public static TunnelReading Replaced(TunnelReading reading, Answer<HostNames> names)
    {
        if (names.Value is not { } read)
        {
            return reading with { Names = names };
        }

        var (address, known) = (reading.Peer.ToString(), read.Of(reading.Peer).ToHashSet(StringComparer.Ordinal));
        return reading with
        {
            Names = names,
            Sas = reading.Sas.To(all =>
                all with
                {
                    Tunnels = [.. all.Tunnels.Select(sa => sa with { Peer = Of(sa.Peer) })],
                }
            ),
            Ikev1 = reading.Ikev1.To(Resolved),
            Ikev2 = reading.Ikev2.To(Resolved),
            Sessions = reading.Sessions.To(all =>
                all with
                {
                    Sessions = [.. all.Sessions.Select(session => session with { Address = Of(session.Address) })],
                }
            ),
            CryptoMaps = reading.CryptoMaps.To(all =>
                all with
                {
                    Entries = [.. all.Entries.Select(e => e with { Peers = [.. e.Peers.Select(peer => Of(peer)!)] })],
                    NamesAreOthers = true,
                }
            ),
        };

        IkeListing Resolved(IkeListing all) =>
            all with
            {
                Sas = [.. all.Sas.Select(sa => sa with { Peer = Of(sa.Peer)! })],
            };

        string? Of(string? printed) => printed is not null && known.Contains(printed) ? address : printed;
    }

    private static IEnumerable<IkeSa> Ike(TunnelReading reading) =>
        new[] { reading.Ikev1, reading.Ikev2 }.SelectMany(listing => listing.Value?.Sas ?? []);

    private static bool IsName(string? printed) => printed is not null && !IPAddress.TryParse(printed, out _);
}
