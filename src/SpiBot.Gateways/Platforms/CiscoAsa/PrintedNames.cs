using System.Net;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>Names in the place of addresses, which a box prints where <c>names</c> is on: found in a reading, and replaced.</summary>
internal static class PrintedNames
{
    /// <summary>Of those that stand in messages alone: a log of others' names is not looked up name by name.</summary>
    private const int MostOfLog = 8;

    /// <summary>Whether a name stands somewhere for an address.</summary>
    public static bool AreIn(TunnelReading reading) =>
        ToLookUp(reading).Count > 0
        || Ike(reading).Any(sa => IsName(sa.Peer))
        || (reading.CryptoMaps.Value?.Entries ?? []).SelectMany(entry => entry.Peers).Any(IsName);

    /// <summary>
    /// Those whose addresses are wanted: in this tunnel's SAs and sessions, for either end and for the networks behind them, and of who sent what the log tells of, the
    /// latest first.
    /// </summary>
    public static IReadOnlyList<string> ToLookUp(TunnelReading reading) =>
        [
            .. (reading.Sas.Value?.Tunnels ?? [])
                .SelectMany(sa =>
                    (string?[])
                        [
                            NameOrNull(sa.Peer),
                            NameOrNull(sa.Local),
                            AsaSelector.NameIn(sa.NamedLocal),
                            AsaSelector.NameIn(sa.NamedRemote),
                        ]
                )
                .Concat(
                    (reading.Sessions.Value?.Sessions ?? []).SelectMany(session =>
                        session
                            .Pairs.SelectMany(pair =>
                                (string?[])[AsaSelector.NameIn(pair.NamedLocal), AsaSelector.NameIn(pair.NamedRemote)]
                            )
                            .Append(NameOrNull(session.Address))
                    )
                )
                .Concat(InLog(reading))
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>The reading with names replaced by their addresses; as it is where the names were not read.</summary>
    public static TunnelReading Replaced(TunnelReading reading, Answer<HostNames> names)
    {
        if (names.Value is not { } read)
        {
            return reading with { Names = names };
        }

        var resolved = new ResolvedNames(read);
        return reading with
        {
            Names = names,
            Sas = reading.Sas.To(resolved.In),
            Ikev1 = reading.Ikev1.To(resolved.In),
            Ikev2 = reading.Ikev2.To(resolved.In),
            Sessions = reading.Sessions.To(resolved.In),
            Log = reading.Log.To(resolved.In),
            CryptoMaps = reading.CryptoMaps.To(all => resolved.In(all) with { NamesAreNot = reading.Peer }),
        };
    }

    private static IEnumerable<string> InLog(TunnelReading reading) =>
        (reading.Log.Value?.Events ?? [])
            .Reverse()
            .SelectMany(logged => (string?[])[logged.From, logged.To])
            .Where(IsName)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Take(MostOfLog);

    private static IEnumerable<IkeSa> Ike(TunnelReading reading) =>
        new[] { reading.Ikev1, reading.Ikev2 }.SelectMany(listing => listing.Value?.Sas ?? []);

    private static string? NameOrNull(string? printed) => IsName(printed) ? printed : null;

    private static bool IsName(string? printed) => printed is not null && !IPAddress.IsValid(printed);
}
