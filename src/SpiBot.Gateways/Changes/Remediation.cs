namespace SpiBot.Gateways.Changes;

public abstract partial class Remediation
{
    public sealed class Claimed
    {
        public required RemediationPlan Plan { get; init; }
    }
}
