namespace SpiBot.Gateways.Changes;

/// <summary>
/// The right to type exactly these lines on this gateway, until a deadline. Only an approved and claimed
/// <see cref="Remediation"/> makes one; it is never stored, serialised or passed between grains.
/// </summary>
public sealed class ChangeAuthorization
{
    private readonly TimeProvider clock;
    private readonly long typeBefore;

    internal ChangeAuthorization(Remediation.Claimed claimed, TimeProvider clock, long typeBefore)
    {
        Gateway = claimed.Plan.Gateway;
        Lines = claimed.Plan.Lines;
        this.clock = clock;
        this.typeBefore = typeBefore;
    }

    public string Gateway { get; }

    public IReadOnlyList<string> Lines { get; }

    /// <summary>False once the claim's deadline has passed on the monotonic clock.</summary>
    public bool StillHolds => clock.GetTimestamp() < typeBefore;
}
