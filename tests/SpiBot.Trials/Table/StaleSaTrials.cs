using static SpiBot.Trials.Table.Expected;

namespace SpiBot.Trials.Table;

/// <summary>One end sends with an SA that the other no longer has, or keeps some that pass nothing.</summary>
internal static class StaleSaTrials
{
    /// <summary>How the addresses of HQ's peers begin, the branches included.</summary>
    private static readonly string[] HqPeers = ["192.0.2.", "203.0.113.", "198.19."];

    public static Trial[] All { get; } =
    [
        .. new[] { "peer-on-old-sa", "peer-on-old-sa-ikev1" }.Select(name => new Trial(
            name,
            Minutes(14),
            [
                Before(120, Is(Usual, "healthy")),
                At("at the onset", 1, OldSa()),
                At("minutes later", 360, OldSa()),
                Mended("berlin-fw1", "clear crypto ipsec sa peer 198.51.100.1", 600, Is(Usual, Well)),
                WellAfterRekey(Usual),
            ]
        )),
        OldSaAt("router-on-old-sa", Sight.Munich, "clear crypto sa peer 198.51.100.1"),
        OldSaAt("ftd-on-old-sa", Sight.Vienna, "clear ipsec sa peer 198.51.100.1"),
        new(
            "partner-on-old-sa",
            Minutes(11),
            [
                Before(120, Is([Sight.Acme, Sight.Hq], "healthy")),
                At("at the onset", 1, PartnersOldSa()),
                At("minutes later", 420, PartnersOldSa()),
                Mended("hq-fw1", "clear crypto ipsec sa peer 192.0.2.77", 600, Is([Sight.Acme, Sight.Hq], Well)),
                WellAfterRekey([Sight.Acme, Sight.Hq]),
            ]
        ),
        new(
            "stale-outbound",
            Minutes(6),
            [
                Before(120, Is(Usual, "healthy")),
                At("at the onset", 5, Stale()),
                At("minutes later", 400, Stale()),
                Mended("hq-fw1", "clear crypto ipsec sa peer 203.0.113.9", 600, Is(Usual, Well)),
                WellAfterRekey(Usual),
            ]
        ),
        new(
            "restart-without-state",
            Minutes(8),
            [
                Before(120, Is(Usual, "healthy")),
                At("at the onset", 5, Lost()),
                At("minutes later", 400, Lost()),
                Mended("berlin-fw1", "clear crypto ipsec sa peer 198.51.100.1", 700, Is(Usual, Well)),
                WellAfterRekey(Usual),
            ]
        ),
        new(
            "inactive-sas",
            Minutes(17),
            [
                Before(120, Is(Usual, "healthy")),
                At(
                    "minutes later",
                    300,
                    [
                        .. Is([Sight.Hq, Sight.Berlin, Sight.HqAlone], "inactive-sas", Hq),
                        .. Is([Sight.BerlinAlone], "healthy"),
                    ]
                ),
                Mended("hq-fw1", "clear crypto ipsec sa inactive", 600, Is(Usual, "healthy")),
            ]
        ),
    ];

    /// <summary>From Berlin's side the same is an SA that Berlin, which is the one asked, still sends with; alone, each end can only say it of the other.</summary>
    private static Expectation[] OldSa() =>
        [
            .. Is([Sight.Hq], "peer-on-old-sa", Both),
            .. Is([Sight.HqAlone], "peer-on-old-sa", Hq),
            .. Is([Sight.Berlin], "stale-outbound|peer-on-old-sa", Both),
            .. Is([Sight.BerlinAlone], "peer-on-old-sa", Berlin),
        ];

    /// <summary>HQ finished a rekey that a gateway of another platform did not.</summary>
    private static Trial OldSaAt(string scenario, Ends ends, string clear)
    {
        var other = ends.Other.Gateway;
        Expectation[] stale =
        [
            .. Is([ends.FromHq], "peer-on-old-sa", [.. Hq, other]),
            .. Is([ends.FromHqAlone], "peer-on-old-sa", Hq),
            .. Is([ends.FromOther], "stale-outbound|peer-on-old-sa", [.. Hq, other]),
            .. Is([ends.FromOtherAlone], "peer-on-old-sa", [other]),
        ];
        return new(
            scenario,
            Minutes(9),
            [
                Before(120, Is(ends.All, "healthy")),
                At("at the onset", 1, stale),
                At("minutes later", 360, stale),
                Mended(other, clear, 600, Is(ends.All, Well)),
                WellAfterRekey(ends.All),
            ]
        );
    }

    /// <summary>Whoever asks for another peer sees packets of somebody else.</summary>
    private static Expectation[] PartnersOldSa() =>
        [
            .. Is([Sight.Acme], "peer-on-old-sa", Hq),
            .. Is([Sight.Hq, Sight.HqAlone, Sight.Globex], "misdirected-esp", Nowhere, "192.0.2.77"),
        ];

    /// <summary>Berlin lost its SAs with all its peers: for some seconds the cloud, too, sends with what it has lost.</summary>
    private static Expectation[] Stale() =>
        [
            .. Is([Sight.Hq], "stale-outbound", Hq, "192.0.2.200"),
            .. Is([Sight.HqAlone], "dead-selector|undetermined", Hq),
            .. Is([Sight.Berlin], "restart-without-state", Hq, "192.0.2.200"),
            .. Is([Sight.BerlinAlone], "restart-without-state", Berlin, "192.0.2.200"),
        ];

    /// <summary>HQ lost its SAs with all its peers.</summary>
    private static Expectation[] Lost() =>
        [
            .. Is([Sight.Hq], "restart-without-state", Berlin, HqPeers),
            .. Is([Sight.HqAlone], "restart-without-state", Nowhere, HqPeers),
            .. Is([Sight.Berlin], "stale-outbound", Berlin, HqPeers),
            .. Is([Sight.BerlinAlone], "dead-selector|undetermined", Berlin),
        ];
}
