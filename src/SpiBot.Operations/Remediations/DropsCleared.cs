using SpiBot.Gateways.Changes;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Operations.Remediations;

/// <summary>Whether the counter of invalid SPIs was cleared: it is lower, or the box has another time of its last clearing. Traffic counts on meanwhile.</summary>
internal static class DropsCleared
{
    public static RemediationOutcome Judge(GatewayReading before, GatewayReading now)
    {
        if (before.Drops.Value is not { } was || now.Drops.Value is not { } counts)
        {
            return new RemediationOutcome(
                OutcomeVerdict.CannotTell,
                $"Whether the counter was cleared cannot be told: {now.Drops.NotRead ?? before.Drops.NotRead}.",
                []
            );
        }

        var cleared = counts.InvalidSpis < was.InvalidSpis || counts.FrameLastClearing != was.FrameLastClearing;
        return new RemediationOutcome(
            cleared ? OutcomeVerdict.Helped : OutcomeVerdict.DidNotHelp,
            cleared
                ? $"The counter of {now.Gateway} was cleared. Whether packets are dropped now, only a rate tells: look again with \"drops\"."
                : $"The counter of {now.Gateway} was not cleared.",
            [
                new BeforeAndNow(
                    $"Invalid SPIs counted on {now.Gateway}",
                    was.InvalidSpis.ToString("#,0"),
                    counts.InvalidSpis.ToString("#,0"),
                    cleared
                ),
                new BeforeAndNow(
                    "Last clearing",
                    was.FrameLastClearing ?? "not said",
                    counts.FrameLastClearing ?? "not said",
                    Good: false
                ),
            ]
        );
    }
}
