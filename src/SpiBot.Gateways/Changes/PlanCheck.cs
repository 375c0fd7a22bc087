using System.Net;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Changes;

/// <summary>Whether a gateway is still as the plan saw it. Pure: a step of a plan and the reading that was taken just before typing.</summary>
public static class PlanCheck
{
    /// <summary>Every SPI of these SAs, each with its direction, as a plan keeps them.</summary>
    public static IReadOnlyList<SpiSeen> Seen(SaListing listing) =>
        InOrder(
            listing.Tunnels.SelectMany(t =>
                t.Inbound.Select(sa => new SpiSeen("inbound", sa.Spi))
                    .Concat(t.Outbound.Select(sa => new SpiSeen("outbound", sa.Spi)))
            )
        );

    /// <summary>The same of inactive SAs, as far as the gateway lists them with their SPIs.</summary>
    public static IReadOnlyList<SpiSeen> Seen(InactiveSas inactive) =>
        InOrder(inactive.Sas.Where(sa => sa.Spi is not null).Select(sa => new SpiSeen(sa.Direction, sa.Spi!)));

    /// <summary>Why this unit must not be changed whatever the plan says: it is not known to be the one that forwards. Null when it is.</summary>
    public static string? NotForwarding(GatewayReading box) =>
        box.Failover switch
        {
            { WasRead: false, NotRead: var because } =>
                $"{box.Gateway} did not say whether it is the active unit ({because}).",
            { Value.Role: FailoverRole.Active or FailoverRole.Standalone } => null,
            { Value.Role: FailoverRole.Standby } =>
                $"{box.Gateway} is the standby unit now: it forwards nothing, and a clear there helps nobody.",
            { Value.Role: var role } => $"{box.Gateway} is neither active nor standalone (it says: {role}).",
        };

    /// <returns>What is no longer as in the plan, in a sentence; null when all is.</returns>
    public static string? WhatChanged(PlanStep step, GatewayReading box, TunnelReading? tunnel) =>
        NotForwarding(box)
        ?? OtherUnit(step, box)
        ?? step.Change switch
        {
            Change.ClearInactive => OtherInactive(step, box),
            Change.ClearPeer or Change.ClearEntry => OtherSpis(step, tunnel),
            Change.ClearIke ike => OtherSpis(step, tunnel) ?? NoIke(ike, tunnel!),
            Change.ClearDrops => NoDrops(box),
            // What else has to be seen before a debug, the platform looks at.
            Change.Debug => null,
            Change.Reinitiate reinitiate => OtherSpis(step, tunnel) ?? OtherIke(reinitiate, tunnel!),
            _ => $"SpiBot does not know how to check a {step.Change.GetType().Name} again.",
        };

    private static IReadOnlyList<SpiSeen> InOrder(IEnumerable<SpiSeen> spis) =>
        [
            .. spis.Distinct()
                .Order(
                    Comparer<SpiSeen>.Create((a, b) => (a.Direction, a.Spi.Value).CompareTo((b.Direction, b.Spi.Value)))
                ),
        ];

    private static string? OtherUnit(PlanStep step, GatewayReading box) =>
        step.Serial is { } planned && box.Unit.Value?.SerialNumber is { } now && now != planned
            ? $"Another unit answers for {box.Gateway} now (serial number {now}, the plan saw {planned})."
            : null;

    private static string? OtherInactive(PlanStep step, GatewayReading box) =>
        box.Inactive switch
        {
            { WasRead: false, NotRead: var because } =>
                $"The inactive SAs of {box.Gateway} could not be read ({because}).",
            { Value.Count: 0 } => $"{box.Gateway} has no inactive SAs any more.",
            { Value: var inactive } => Difference(step, Seen(inactive)) is { } difference
                ? $"The inactive SAs of {box.Gateway} are not those of the plan any more: {difference}."
                : null,
        };

    /// <summary>Why there is no counter to clear; null when there is.</summary>
    public static string? NoDrops(GatewayReading box) =>
        box.Drops switch
        {
            { WasRead: false, NotRead: var because } => $"The drops of {box.Gateway} could not be read ({because}).",
            { Value.InvalidSpis: 0 } =>
                $"{box.Gateway} counts no packet with an invalid SPI: there is nothing to clear.",
            _ => null,
        };

    private static string? NoIke(Change.ClearIke change, TunnelReading tunnel)
    {
        var listing = change.Version == 1 ? tunnel.Ikev1 : tunnel.Ikev2;
        return !listing.WasRead
                ? $"The IKEv{change.Version} SAs of {tunnel.Gateway} could not be read ({listing.NotRead})."
            : listing.Value.Sas.Any(sa => IPAddress.TryParse(sa.Peer, out var peer) && peer.Equals(change.Peer)) ? null
            : $"{tunnel.Gateway} has no IKEv{change.Version} SA with {change.Peer} any more.";
    }

    /// <summary>A daemon that was started again gives the same numbers to other SAs; then the SPIs differ, too.</summary>
    private static string? OtherIke(Change.Reinitiate change, TunnelReading tunnel)
    {
        if (!tunnel.Ikev1.WasRead || !tunnel.Ikev2.WasRead)
        {
            return $"The IKE SAs of {tunnel.Gateway} could not be read ({tunnel.Ikev1.NotRead ?? tunnel.Ikev2.NotRead}).";
        }

        var now = tunnel.IkeWithPeer.Where(sa => sa.Name == change.Connection.Text).Select(sa => sa.Id).ToHashSet();
        return now.SetEquals(change.IkeIds.Select(id => (long?)id))
            ? null
            : $"The IKE SAs of {tunnel.Gateway} with {tunnel.Peer} are not those of the plan any more.";
    }

    private static string? OtherSpis(PlanStep step, TunnelReading? tunnel)
    {
        if (tunnel is null)
        {
            return $"The SAs of {step.Gateway} were not read.";
        }

        if (!tunnel.Sas.WasRead)
        {
            return $"The SAs of {tunnel.Gateway} could not be read ({tunnel.Sas.NotRead}).";
        }

        if (!tunnel.Sas.Value.Complete)
        {
            return $"The list of SAs of {tunnel.Gateway} was cut off.";
        }

        return Difference(step, Seen(tunnel.Sas.Value)) is { } difference
            ? $"The SAs of {tunnel.Gateway} with {tunnel.Peer} are not those of the plan any more: {difference}."
            : null;
    }

    private static string? Difference(PlanStep step, IReadOnlyList<SpiSeen> now)
    {
        var words = Words("gone", [.. step.SpisSeen.Except(now)], "new", [.. now.Except(step.SpisSeen)]);
        return words.Length > 0 ? words : null;
    }

    private static string Words(string one, List<SpiSeen> gone, string other, List<SpiSeen> fresh) =>
        string.Join("; ", new[] { Words(one, gone), Words(other, fresh) }.Where(w => w.Length > 0));

    private static string Words(string what, List<SpiSeen> spis) =>
        spis.Count == 0 ? "" : $"{what} {string.Join(", ", spis.Select(s => $"{s.Direction} {s.Spi}"))}";
}
