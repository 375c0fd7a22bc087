using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Operations.Remediations;

/// <summary>Whether clearing inactive SAs helped: the count is the fact. Pure.</summary>
internal static class InactiveOutcome
{
    public static RemediationOutcome Judge(GatewayReading before, GatewayReading now)
    {
        if (!now.Inactive.WasRead || !before.Inactive.WasRead)
        {
            return new RemediationOutcome(
                OutcomeVerdict.CannotTell,
                $"The inactive SAs of {now.Gateway} could not be read ({now.Inactive.NotRead ?? before.Inactive.NotRead}).",
                []
            );
        }

        var (was, left) = (before.Inactive.Value.Count, now.Inactive.Value.Count);
        var row = new BeforeAndNow("Inactive IPsec SAs", $"{was}", $"{left}", left == 0);
        return left == 0
            ? new RemediationOutcome(OutcomeVerdict.Helped, $"{now.Gateway} has no inactive SAs any more.", [row])
            : new RemediationOutcome(
                OutcomeVerdict.DidNotHelp,
                $"{now.Gateway} still lists {left} inactive {(left == 1 ? "SA" : "SAs")}. SAs in state dead that survive this are a known fault of the box (CSCwc48375): only a reload takes them away, and they do not disturb traffic.",
                [row]
            );
    }
}
