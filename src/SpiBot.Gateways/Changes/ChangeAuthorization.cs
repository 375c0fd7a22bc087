namespace SpiBot.Gateways.Changes;

/// <summary>
/// The right to type exactly these lines on this gateway, until a deadline. Only <see cref="Remediation.Authorize"/>
/// makes one, out of an approval and a claim. It is never stored, serialised or passed between grains: it has no public
/// constructor, and no member that could be set.
/// </summary>
public sealed class ChangeAuthorization
{
    private readonly TimeProvider clock;
    private readonly long start;
    private readonly TimeSpan left;

    private ChangeAuthorization(RemediationPlan plan, TimeProvider clock, TimeSpan left)
    {
        Gateway = plan.Gateway;
        Lines = [.. plan.Lines];
        IfRefused = plan.IfRefused is { } second ? second with { Lines = [.. second.Lines] } : null;
        this.clock = clock;
        this.left = left;
        start = clock.GetTimestamp();
    }

    public string Gateway { get; }

    public IReadOnlyList<string> Lines { get; }

    /// <summary>The second way, for a gateway that does not know the first of the lines; null: there is none.</summary>
    public LinesInside? IfRefused { get; }

    /// <summary>False once the claim's deadline has passed on the monotonic clock.</summary>
    public bool StillHolds => clock.GetElapsedTime(start) < left;

    /// <summary>Looks at the remediation itself rather than trusting the caller: whoever in this room calls, only a claim that has not run out gives an authorization.</summary>
    internal static ChangeAuthorization? For(Remediation remediation, string claim, TimeProvider clock)
    {
        if (
            remediation is not { State: RemediationState.Claimed, ApprovedBy: not null, LastClaim: { } claimed }
            || claimed.Claim != claim
        )
        {
            return null;
        }

        // The wall clock may have been set back since the claim: never longer than was claimed.
        var untilDeadline = claimed.TypeBefore - clock.GetUtcNow();
        var whole = claimed.TypeBefore - claimed.At;
        var shorter = untilDeadline < whole ? untilDeadline : whole;
        return shorter > TimeSpan.Zero ? new ChangeAuthorization(remediation.Plan, clock, shorter) : null;
    }
}
