using System.Net;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Remediations;
using SpiBot.Tunnels;

namespace SpiBot.Benchmarks;

/// <summary>People, a place, and plans that differ only by their ids.</summary>
internal static class Proposals
{
    public static readonly Person OnCall = new("0a000000-0000-0000-0000-000000000001", "On-call engineer");

    public static readonly Person Lead = new("0a000000-0000-0000-0000-000000000002", "Lead");

    public static readonly Venue Venue = new(
        "72f988bf-0000-0000-0000-000000000000",
        "19:incident@thread.tacv2;messageid=1"
    );

    public static readonly IPAddress Peer = IPAddress.Parse("192.0.2.77");

    public static RemediationTarget Target { get; } = new("hq-fw1", Peer);

    public static RemediationEvent.Proposed Of(string id)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new(
            now,
            new RemediationPlan(
                id,
                "hq-fw1",
                new Change.ClearPeer(Peer),
                [$"clear crypto ipsec sa peer {Peer}"],
                "peer-on-old-sa",
                "hq-fw1 still sends with 0x8a41c77e, which the other end no longer knows",
                $"all traffic with {Peer} for some seconds",
                "a new negotiation replaces the old SA",
                [new SpiSeen("inbound", Spi.From(0x1000_0001)), new SpiSeen("outbound", Spi.From(0x8a41_c77e))],
                OnCall,
                now,
                now.AddMinutes(15),
                Venue: Venue
            )
        );
    }
}
