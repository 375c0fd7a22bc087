using System.Net;
using CsCheck;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Tunnels;

/// <summary>
/// Readings of any kind: few SPIs, addresses and counts to choose from, so that ends often have something in common, and
/// anything may be unread, cut off or absurd.
/// </summary>
internal static class Arbitrary
{
    private static readonly Gen<long?> Count = Gen.OneOf(
        Gen.Long[0, 60].Select(c => (long?)c),
        Gen.OneOf<long?>(null, 0, long.MaxValue, long.MinValue, -1, 52_957)
    );

    private static readonly Gen<Spi> AnySpi = Gen.UInt[256, 261].Select(Spi.From);

    private static readonly Gen<Selector?> AnySelector = Gen.OneOf<Selector?>(
        null,
        Some.HqNetwork,
        Some.BerlinNetwork,
        Selector.Network(IPAddress.Any, 0),
        Selector.Network(IPAddress.Any, 0, 6, "0-65535"),
        Selector.Network(IPAddress.IPv6Any, 0)
    );

    private static readonly Gen<SecurityAssociation> Sa = Gen.Select(
        AnySpi,
        Gen.Bool,
        Count,
        Count,
        (spi, rekeyed, kilobytes, seconds) => new SecurityAssociation(spi, rekeyed, "active", kilobytes, seconds)
    );

    private static readonly Gen<ChildSa> Child = Gen.Select(
        Gen.Select(AnySelector, AnySelector, Gen.OneOf<string?>(null, "L2L", "L2L", "RA")),
        Gen.Select(Sa.Array[0, 3], Sa.Array[0, 2]),
        Gen.Select(Count, Count),
        Gen.Select(AnySpi.Null(), Gen.OneOf("__vti-crypto-map-4-0-1", "outside_map"), Gen.Int[0, 9]),
        Gen.Select(Count, Count, Gen.Bool, Gen.OneOf<int?>(null, 500, 4500, 31_000)),
        (names, sas, packets, rest, more) =>
            new ChildSa(
                "203.0.113.9",
                Local: null,
                "outside",
                names.Item1,
                names.Item2,
                names.Item3,
                packets.Item1,
                packets.Item2,
                sas.Item1,
                sas.Item2,
                CurrentOutbound: rest.Item1,
                CryptoMap: rest.Item2,
                Decrypts: more.Item1,
                ReceiveErrors: more.Item2,
                SendErrors: more.Item2,
                NatTraversal: more.Item3,
                RemotePort: more.Item4,
                Complete: rest.Item3 > 0
            )
    );

    private static readonly Gen<IkeListing> Ike = Gen.Select(
            Gen.OneOf("203.0.113.9", "198.51.100.1", "BERLIN", ""),
            Gen.Bool
        )
        .Select((peer, up) => new IkeSa(2, peer, up ? "READY" : "MM_WAIT_MSG2", up, Role: null))
        .Array[0, 2]
        .Select(sas => new IkeListing(sas));

    private static readonly Gen<DropCounters> Drops = Gen.Select(
        Count,
        Gen.OneOf<string?>(null, "Never", "10:43:33 EDT Mar 27 2019 by ops"),
        Count,
        Gen.OneOf("ipsec-selector-failure", "bad-ipsec-natt", "vpn-overlap-conflict", "ctm-error"),
        (spis, clearing, other, keyword) =>
            Some.Counters(spis ?? 0, clearing, other ?? 0).And(DropSection.Frame, keyword, other ?? 0)
    );

    private static readonly Gen<InactiveSas> Inactive = Gen.Int[-1, 2]
        .Select(count => new InactiveSas(count, [new InactiveSa("inbound", Spi: null, "dead", Reason: null)], ["?"]));

    private static readonly Gen<UnitIdentity> Unit = Gen.Select(
        Gen.OneOf<string?>(null, "SERIAL-A", "SERIAL-A", "SERIAL-B"),
        Gen.Int[0, 3].Nullable(),
        (serial, hours) =>
            new UnitIdentity(Hostname: null, Version: null, serial, hours is { } h ? TimeSpan.FromHours(h) : null)
    );

    private static readonly Gen<FailoverState> Failover = Gen.Enum<FailoverRole>()
        .Select(role => new FailoverState(role, Unit: null, LastFailover: null));

    public static readonly Gen<GatewayReading> Box = Gen.Select(
        Gen.OneOf("hq-fw1", "hq-fw1", "berlin-fw1"),
        Gen.Double[0, 4000],
        Read(Unit),
        Read(Failover),
        Read(Drops),
        Read(Inactive),
        Read(Gen.Double[0, 4000].Select(Some.Clock)),
        (gateway, at, unit, failover, drops, inactive, clock) =>
            Some.Box(gateway, at) with
            {
                Clock = clock,
                Unit = unit,
                Failover = failover,
                Drops = drops,
                Inactive = inactive,
            }
    );

    public static readonly Gen<SaListing> Listing = Gen.Select(
        Child.Array[0, 4],
        Gen.Int[0, 9],
        (tunnels, cut) => new SaListing(cut > 0, tunnels)
    );

    private static readonly Gen<LoggedEvents> Log = Gen.Select(
            Gen.OneOf(LoggedEvent.InvalidSpi, LoggedEvent.SaDeleted, 111008),
            AnySpi.Null(),
            Gen.OneOf<string?>(null, "203.0.113.9", "192.0.2.99", "::ffff:203.0.113.9", "BERLIN"),
            Gen.OneOf<DateTime?>(null, DateTime.MinValue, DateTime.MaxValue, Some.Time.DateTime),
            Gen.Bool,
            (id, spi, from, at, utc) => new LoggedEvent(id, 4, at, utc, "…") { Spi = spi, From = from }
        )
        .Array[0, 4]
        .Select(events => new LoggedEvents(On: events.Length != 3, events.Length, events));

    /// <summary>A reading of any gateway; the names of two may be the same.</summary>
    public static readonly Gen<TunnelReading> Reading = Gen.Select(
        Box,
        Read(Listing),
        Read(Ike),
        Read(Ike),
        Read(Log),
        (box, sas, one, two, log) => new TunnelReading(box, Some.BerlinAddress, sas, one, two) { Log = log }
    );

    private static readonly Gen<TunnelEnd> End = Gen.Select(
        Reading.Null(),
        Reading,
        (earlier, latest) => new TunnelEnd(earlier, latest)
    );

    public static readonly Gen<TunnelEvidence> Evidence = Gen.Select(
        End,
        End.Null(),
        Gen.OneOf<string?>(null, "203.0.113.9 is not in the inventory"),
        (ours, theirs, missing) => new TunnelEvidence(ours, theirs, missing)
    );

    private static readonly Gen<long> Drop = Gen.OneOf(Gen.Const(0L), Gen.Const(0L), Gen.Long[0, 60], Gen.Const(900L));

    private static readonly Gen<long> Total = Gen.OneOf(Gen.Long[0, 40], Gen.Const(18_895L));

    private static readonly Gen<SaListing> OneTunnel = Gen.Select(
        Gen.UInt[256, 258],
        Gen.UInt[259, 261],
        Gen.Long[0, 28_800],
        (inbound, outbound, left) =>
            new SaListing(Complete: true, [Some.Hq([Some.Sa(inbound, left)], [Some.Sa(outbound, left)])])
    );

    /// <summary>Two looks of two named ends that were read, often alike or nearly so, so that each rule has its turn.</summary>
    public static readonly Gen<TunnelEvidence> GoodEvidence = Gen.Select(
        Gen.OneOf(OneTunnel, OneTunnel, Listing),
        Gen.OneOf(OneTunnel, OneTunnel, Listing),
        Gen.Select(Total, Total, Drop, Drop),
        Gen.Int[0, 2],
        Inactive,
        (hq, unlike, drops, alike, inactive) =>
        {
            var berlin = Mirror(alike > 0 ? hq : unlike);
            var some = inactive.Count > 1 ? inactive : null;
            return Some.Evidence(
                Some.Reading(Some.Box("hq-fw1", 0, drops.Item1, inactive: some), hq),
                Some.Reading(Some.Box("hq-fw1", 30, drops.Item1 + drops.Item3, inactive: some), hq),
                Some.Reading(Some.Box("berlin-fw1", 0, drops.Item2, "SERIAL-B"), berlin),
                Some.Reading(Some.Box("berlin-fw1", 30, drops.Item2 + drops.Item4, "SERIAL-B"), berlin)
            );
        }
    );

    public static SaListing Mirror(SaListing listing) =>
        listing with
        {
            Tunnels =
            [
                .. listing.Tunnels.Select(t =>
                    t with
                    {
                        LocalSelector = t.RemoteSelector,
                        RemoteSelector = t.LocalSelector,
                        Inbound = t.Outbound,
                        Outbound = t.Inbound,
                        CurrentOutbound = null,
                    }
                ),
            ],
        };

    private static Gen<Answer<T>> Read<T>(Gen<T> value)
        where T : class =>
        Gen.Select(Gen.Int[0, 9], value, (read, v) => read > 0 ? Answer.Of(v) : Answer.NotRead<T>("session lost"));
}
