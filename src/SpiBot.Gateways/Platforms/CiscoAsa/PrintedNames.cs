using System.Net;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>Names in the place of addresses, which a box prints where <c>names</c> is on: found in a reading, and replaced.</summary>
internal static class PrintedNames
{
    /// <summary>Whether a name stands somewhere for an address.</summary>
    public static bool AreIn(TunnelReading reading) =>
        OfTunnel(reading).Any()
        || Ike(reading).Any(sa => IsName(sa.Peer))
        || (reading.Sessions.Value?.Sessions ?? []).Any(session => IsName(session.Address))
        || (reading.CryptoMaps.Value?.Entries ?? []).SelectMany(entry => entry.Peers).Any(IsName);

    /// <summary>Those that stand in this tunnel's own SAs: for either end, and for the networks behind them.</summary>
    public static IEnumerable<string> OfTunnel(TunnelReading reading) =>
        (reading.Sas.Value?.Tunnels ?? [])
            .SelectMany(sa =>
                (string?[])
                    [
                        NameOrNull(sa.Peer),
                        NameOrNull(sa.Local),
                        AsaSelector.NameIn(sa.NamedLocal),
                        AsaSelector.NameIn(sa.NamedRemote),
                    ]
            )
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);

    /// <summary>The reading with names replaced by their addresses; as it is where the names were not read.</summary>
    public static TunnelReading Replaced(TunnelReading reading, Answer<HostNames> names)
    {
        if (names.Value is not { } read)
        {
            return reading with { Names = names };
        }

        var known = read.All.DistinctBy(name => name.Name).ToDictionary(n => n.Name, n => n.Address);
        return reading with
        {
            Names = names,
            Sas = reading.Sas.To(all => all with { Tunnels = [.. all.Tunnels.Select(OfChild)] }),
            Ikev1 = reading.Ikev1.To(OfIke),
            Ikev2 = reading.Ikev2.To(OfIke),
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

        ChildSa OfChild(ChildSa sa)
        {
            var (local, remote) = (Network(sa.NamedLocal), Network(sa.NamedRemote));
            return sa with
            {
                Peer = Of(sa.Peer),
                Local = Of(sa.Local),
                LocalSelector = local ?? sa.LocalSelector,
                RemoteSelector = remote ?? sa.RemoteSelector,
                NamedLocal = local is null ? sa.NamedLocal : null,
                NamedRemote = remote is null ? sa.NamedRemote : null,
            };
        }

        IkeListing OfIke(IkeListing all) =>
            all with
            {
                Sas = [.. all.Sas.Select(sa => sa with { Peer = Of(sa.Peer)!, Local = Of(sa.Local) })],
            };

        string? Of(string? printed) =>
            printed is not null && known.TryGetValue(printed, out var address) ? address.ToString() : printed;

        Selector? Network(string? named) =>
            AsaSelector.NameIn(named) is { } name && known.TryGetValue(name, out var address)
                ? AsaSelector.WithAddress(named!, address)
                : null;
    }

    private static IEnumerable<IkeSa> Ike(TunnelReading reading) =>
        new[] { reading.Ikev1, reading.Ikev2 }.SelectMany(listing => listing.Value?.Sas ?? []);

    private static string? NameOrNull(string? printed) => IsName(printed) ? printed : null;

    private static bool IsName(string? printed) => printed is not null && !IPAddress.TryParse(printed, out _);
}
