using Microsoft.Extensions.Options;
using SpiBot.Gateways.Changes;

namespace SpiBot.Operations.Remediations;

/// <summary>How long ago the SAs with a peer were cleared on a gateway. Changes of the whole box have no cool-down.</summary>
internal sealed class CoolDowns(IActionsTaken actions, IOptions<RemediationOptions> options)
{
    /// <returns>Why this step of the remediation may not be carried out yet, in a sentence; null when it may.</returns>
    public async Task<string?> WhyNot(string remediationId, PlanStep step, DateTimeOffset now, CancellationToken ct)
    {
        var coolDown = options.Value.CoolDown;
        if (step.Change.WithPeer is not { } peer || coolDown <= TimeSpan.Zero)
        {
            return null;
        }

        var taken = await actions.Since(step.Gateway, peer, now - coolDown, ct);
        return
            taken.LastOrDefault(action => action.RemediationId != remediationId && action.At + coolDown > now)
                is { At: var when }
            ? $"SpiBot cleared SAs with {peer} on {step.Gateway} at {when.UtcDateTime:HH:mm:ss} UTC. The next clear of that peer waits until {(when + coolDown).UtcDateTime:HH:mm:ss} UTC, so that the new SAs can show whether they hold."
            : null;
    }
}
