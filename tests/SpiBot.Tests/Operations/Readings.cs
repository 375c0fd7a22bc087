using SpiBot.Tests.Gateways.Changes;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Operations;

/// <summary>A reading with something in every place.</summary>
internal static class Readings
{
    public static readonly TunnelReading Any = new(
        new GatewayReading(
            "hq-fw1",
            Plans.Noon,
            Answer.Of(new DeviceClock(new DateTime(2026, 3, 1, 12, 0, 0), "UTC", true, Plans.Noon)),
            Answer.Of(new UnitIdentity("hq-fw1", "9.16(4)", "SN1", TimeSpan.FromDays(3), "ASA5516")),
            Answer.Of(new FailoverState(FailoverRole.Active, "Primary", null)),
            Answer.Of(new DropCounters([new DropCount(DropSection.Frame, DropCounters.InvalidSpi, 7)], "Never", null)),
            Answer.Of(
                new InactiveSas(1, [new InactiveSa("inbound", Spi.From(0x1aac_9593), "dead", "Phase 2 Error")], ["x"])
            ),
            Answer.Of(new SshSessions(2))
        ),
        FakeNetwork.BerlinAddress,
        Answer.Of(
            new SaListing(
                Complete: true,
                [
                    new ChildSa(
                        "203.0.113.9",
                        "198.51.100.1",
                        "outside",
                        Selector.Network(System.Net.IPAddress.Parse("10.1.0.0"), 24, 6, "443"),
                        new Selector(
                            System.Net.IPAddress.Parse("2001:db8::1"),
                            System.Net.IPAddress.Parse("2001:db8::9")
                        ),
                        "L2L",
                        4,
                        null,
                        [new SecurityAssociation(Spi.From(0xe637_6de9), true, "active", 4239359, 28761)],
                        []
                    ),
                ]
            )
        ),
        Answer.NotRead<IkeListing>("refused"),
        Answer.Of(new IkeListing([new IkeSa(2, "203.0.113.9", "READY", true, "RESPONDER", false, 73)]))
    );
}
