using System.Net;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Traces;
using SpiBot.Tunnels;

namespace SpiBot.Operations.Checks;

/// <summary>The trace between the two looks of a check: what it waits for and what has come. Lives in one grain: not thread safe.</summary>
internal sealed class TraceBetween(TraceRequest request)
{
    public TraceRequest Request { get; } = request;

    public TraceStanding? Standing { get; private set; }

    /// <summary>Null until it is over.</summary>
    public Answer<DropTrace>? Outcome { get; private set; }

    /// <returns>The trace that the first look lets be set; or why none, in a sentence.</returns>
    public static (TraceBetween? Trace, string? WhyNot) After(
        TunnelReading seen,
        GatewayEntry gateway,
        CheckOrder order,
        string checkId
    ) =>
        PlanCheck.NotForwarding(seen.Box) is { } standby ? (null, standby)
        : OurAddress(seen, gateway) is not { } address
            ? (
                null,
                $"The address at which {gateway.Name} ends this tunnel is not known: add it to vpnAddresses in the inventory."
            )
        : (
            new TraceBetween(
                new TraceRequest(
                    $"trace of {checkId}",
                    checkId,
                    address,
                    seen.Box.Unit.Value?.SerialNumber,
                    order.Thread,
                    $"a trace of what {gateway.Name} drops, for {order.By?.Name ?? "somebody"}"
                )
            ),
            null
        );

    /// <returns>False when it was not asked for, or came before.</returns>
    public bool Take(string requestId, TraceSet set)
    {
        if (requestId != Request.RequestId || Standing is not null || Outcome is not null)
        {
            return false;
        }

        Standing = set.Standing;
        Outcome = set.Standing is null ? Answer.NotRead<DropTrace>(set.Because!) : null;
        return true;
    }

    /// <returns>False when it was not asked for, or came before.</returns>
    public bool Take(string requestId, TraceOutcome outcome)
    {
        if (requestId != Request.RequestId || Outcome is not null)
        {
            return false;
        }

        Outcome = outcome.Trace;
        return true;
    }

    /// <summary>Where the tunnel ends as the SAs have it; where they are not listed, the gateway's first address of the peer's kind.</summary>
    private static IPAddress? OurAddress(TunnelReading seen, GatewayEntry gateway) =>
        seen.Tunnels.Select(sa => sa.Local is { } local && IPAddress.TryParse(local, out var at) ? at : null)
            .FirstOrDefault(at => at is not null)
        ?? gateway.VpnAddresses.FirstOrDefault(at => at.AddressFamily == seen.Peer.AddressFamily);
}
