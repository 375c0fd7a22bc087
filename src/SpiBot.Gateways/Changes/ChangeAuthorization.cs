using SpiBot.Gateways.Duties;

namespace SpiBot.Gateways.Changes;

/// <summary>
/// The right to type exactly these lines on this gateway, until a deadline. Only <see cref="Remediation.Authorize"/>
/// makes one, out of an approval and a claim. It is never stored, serialised or passed between grains: it has no public
/// constructor, and no member that could be set.
/// </summary>
public sealed class ChangeAuthorization
{
    private readonly TimeProvider clock;
    private readonly long began;
    private readonly RemediationEvent.Claimed claim;

    private ChangeAuthorization(PlanStep step, RemediationEvent.Claimed claim, TimeProvider clock, long began)
    {
        Gateway = step.Gateway;
        Lines = [.. step.Lines];
        this.claim = claim;
        IfRefused = step.IfRefused is { } second ? second with { Lines = [.. second.Lines] } : null;
        this.clock = clock;
        this.began = began;
    }

    public string Gateway { get; }

    public IReadOnlyList<string> Lines { get; }

    /// <summary>The second way, for a gateway that does not know the first of the lines; null: there is none.</summary>
    public LinesInside? IfRefused { get; }

    /// <summary>
    /// False once the claim's time has passed on the monotonic clock, which nobody can set back, or on the wall clock: where a machine sleeps, or is moved to
    /// another host, its monotonic clock may stand still.
    /// </summary>
    public bool StillHolds =>
        clock.GetElapsedTime(began) < claim.TypeBefore - claim.At && clock.GetUtcNow() < claim.TypeBefore;

    /// <summary>Looks at the remediation itself rather than trusting the caller: whoever in this room calls, only a claim that has not run out gives an authorization.</summary>
    /// <remarks>What stands on the gateway from then on needs a duty beside: one that is open, for exactly that, there, with exactly these lines.</remarks>
    internal static ChangeAuthorization? For(
        Remediation remediation,
        string claim,
        TimeProvider clock,
        long began,
        Duty? duty
    )
    {
        if (!IsAnsweredFor(remediation.Step, duty))
        {
            return null;
        }

        if (
            remediation is not { State: RemediationState.Claimed, ApprovedBy: not null, LastClaim: { } claimed }
            || claimed.Claim != claim
        )
        {
            return null;
        }

        var authorization = new ChangeAuthorization(remediation.Step, claimed, clock, began);
        return authorization.StillHolds ? authorization : null;
    }

    private static bool IsAnsweredFor(PlanStep step, Duty? duty) =>
        step.Change.Leaves is not { } left
        || duty is { IsOpen: true, Task: { Found: false } task }
            && task.What == left
            && task.Gateway == step.Gateway
            && task.Set.SequenceEqual(step.Lines);
}
