using System.Net;
using SpiBot.Gateways.Changes;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.Changes;

/// <summary>A plan and people for tests that do not care which.</summary>
internal static class Plans
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly Person OnCall = new("0a000000-0000-0000-0000-000000000001", "On-call engineer");

    public static readonly Person Lead = new("0a000000-0000-0000-0000-000000000002", "Lead");

    public static readonly Person OtherLead = new("0a000000-0000-0000-0000-000000000003", "Another lead");

    public static readonly IReadOnlyList<string> Leads = [Lead.EntraId, OtherLead.EntraId];

    public static RemediationPlan ClearPeer(Person? by = null) =>
        new(
            "check-1",
            "berlin-fw1",
            new Change.ClearPeer(IPAddress.Parse("198.51.100.1")),
            ["clear crypto ipsec sa peer 198.51.100.1"],
            "peer-on-old-sa",
            "berlin-fw1 still sends with 0x8a41c77e",
            "all traffic with 198.51.100.1 for some seconds",
            "a new negotiation replaces the old SA",
            [new SpiSeen("inbound", Spi.From(0x1000_0001)), new SpiSeen("outbound", Spi.From(0x8a41_c77e))],
            by ?? OnCall,
            Noon,
            Noon.AddMinutes(15),
            Venue: Shortcuts.Venue
        );

    public static RemediationPlan BothEnds(Person? by = null) =>
        ClearPeer(by) with
        {
            Then = new PlanStep(
                "hq-fw1",
                new Change.ClearPeer(IPAddress.Parse("203.0.113.9")),
                ["clear crypto ipsec sa peer 203.0.113.9"],
                [new SpiSeen("inbound", Spi.From(0x8a41_c77f))],
                "SN-hq"
            ),
        };
}
