using SpiBot.Gateways.Changes;

namespace SpiBot.Operations.Checks;

/// <summary>A plan, or why there is none, in a sentence.</summary>
internal sealed record Planned(RemediationPlan? Plan, string? Refusal)
{
    public static Planned No(string because) => new(Plan: null, because);
}
