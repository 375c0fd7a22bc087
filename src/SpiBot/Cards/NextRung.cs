using SpiBot.Gateways.Changes;
using SpiBot.Operations.Remediations;

namespace SpiBot.Cards;

/// <summary>What is left to do when a clear did not help: the next rung of the ladder, which interrupts more. Nothing of it happens by itself.</summary>
public static class NextRung
{
    public static string After(RemediationView view) =>
        view.Plan.Change switch
        {
            Change.ClearInactive =>
                "Inactive SAs were not what broke a tunnel. Check the tunnel itself: its card says what would help.",
            _ when view.Plan.Then is { } then =>
                $"Both ends were cleared and do not agree on an SA that works: compare pre-shared key, proposals, PFS and networks of {view.Plan.Gateway} and {then.Gateway}, and look for what stands between them.",
            Change.ClearEntry(var peer, _, _) =>
                $"Clear all SAs with {peer}: say \"clear peer {peer} on {view.Plan.Gateway}\".{NotBefore(view)}",
            Change.ClearPeer(var peer) =>
                $"Clear the IKE SA with {peer} too: say \"clear ike {peer} on {view.Plan.Gateway}\". It interrupts the whole tunnel and needs its own approval.{NotBefore(view)}",
            Change.ClearIke or Change.Reinitiate when view.Plan.Change.WithPeer is { } peer =>
                $"Both ends have to be cleared together, or do not agree on a new SA. Where {peer} is ours too, say \"clear both ends {peer} on {view.Plan.Gateway}\"; else speak to whoever looks after {peer}, and compare pre-shared key, proposals and networks.{NotBefore(view)}",
            _ => "Look at the box by hand.",
        };

    private static string NotBefore(RemediationView view) =>
        view.CoolDownUntil is { } until ? $" Not before {Times.Utc(until)}: the new SAs get that long to settle." : "";
}
