using Microsoft.Extensions.Options;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Threads;

namespace SpiBot.Operations.Remediations;

/// <summary>Who may propose and decide a plan, and on which card.</summary>
internal sealed class WhoDecides(GatewayInventory inventory, IThreadMemory memory, IOptions<RemediationOptions> options)
{
    /// <returns>Why this plan may not be put before anybody, in a sentence; null when it may.</returns>
    public string? WhyNotProposed(RemediationPlan plan)
    {
        if (inventory.WhyNot(plan.ProposedBy, Act.Propose, plan.Gateway, plan.Change.Kind) is { } notAllowed)
        {
            return notAllowed;
        }

        var approvers = Approvers(plan).Count;
        return approvers < plan.ApprovalsNeeded
            ? $"{plan.Change.Kind} on {plan.Gateway} needs {plan.ApprovalsNeeded} approvals, and the inventory names {approvers} who may approve it."
            : null;
    }

    public ApprovalRules RulesFor(RemediationPlan plan) =>
        new(Approvers(plan), options.Value.Ticket, options.Value.BreakGlass);

    /// <summary>A card that was posted before the newest one of this plan. Where the channel did not name the card, the plan's digest has to do.</summary>
    public async Task<string?> OldCard(string remediationId, Press press, CancellationToken ct) =>
        press.Card is { } card
        && await memory.MessageOf(RemediationExchange.Of(remediationId), ct) is { } newest
        && card != newest
            ? "This button is on another card than the one that stands for this plan now: decide on the newest card."
            : null;

    private IReadOnlyList<string> Approvers(RemediationPlan plan) =>
        inventory.Approvers(plan.Gateway, plan.Change.Kind);
}
