using Microsoft.Extensions.Options;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Threads;

namespace SpiBot.Operations.Remediations;

/// <summary>Who may propose and decide a plan, and on which card.</summary>
internal sealed class WhoDecides(GatewayInventory inventory, IThreadMemory memory, IOptions<RemediationOptions> options)
{
    /// <returns>Why this plan may not be put before anybody, in a sentence; null when it may.</returns>
    public string? WhyNotProposed(RemediationPlan plan, Standing standing)
    {
        foreach (var step in plan.Steps)
        {
            if (inventory.WhyNot(plan.ProposedBy, Act.Propose, step.Gateway, plan.Kind, standing) is { } notAllowed)
            {
                return notAllowed;
            }
        }

        return WhyNoQuorum(plan);
    }

    /// <returns>
    /// Why so many approvals as this plan needs can never come together, in a sentence; null when they can. Whoever proposed it does not count; who is in a group shows when they
    /// press; and one alone may approve where breaking the glass is switched on.
    /// </returns>
    public string? WhyNoQuorum(RemediationPlan plan)
    {
        var approvers = Approvers(plan);
        if (approvers.Groups.Count > 0 || (options.Value.BreakGlass && approvers.Ids.Count > 0))
        {
            return null;
        }

        var others = approvers.Ids.Count(id => !plan.ProposedBy.IsSameAs(new Person(id, "")));
        var beside = others < approvers.Ids.Count ? $" beside {plan.ProposedBy.Name}, who proposes it" : "";
        return others < plan.ApprovalsNeeded
            ? $"{plan.Kind} on {plan.Gateway} needs {plan.ApprovalsNeeded} {(plan.ApprovalsNeeded == 1 ? "approval" : "approvals")}, and the inventory names {others} who may approve it{beside}. {DoNow(plan, approvers.Ids.Count)}"
            : null;
    }

    private static string DoNow(RemediationPlan plan, int approvers) =>
        approvers >= plan.ApprovalsNeeded
            ? $"Let somebody else propose it: then {plan.ProposedBy.Name} may approve it."
            : "Add leads, or a role that may approve it, to spibot.json.";

    public ApprovalRules RulesFor(RemediationPlan plan) =>
        new(AtEach(plan), options.Value.Ticket, options.Value.BreakGlass);

    /// <summary>A card that was posted before the newest one of this plan. Where the channel did not name the card, the plan's digest has to do.</summary>
    public async Task<string?> OldCard(string remediationId, Press press, CancellationToken ct) =>
        press.Card is { } card
        && await memory.MessageOf(RemediationExchange.Of(remediationId), ct) is { } newest
        && card != newest
            ? "This button is on another card than the one that stands for this plan now: decide on the newest card."
            : null;

    /// <summary>Whoever may approve it at each of its gateways.</summary>
    public Approvers Approvers(RemediationPlan plan) => AtEach(plan).Aggregate((some, others) => some.AlsoIn(others));

    /// <summary>The same, in the order in which they are asked.</summary>
    public IReadOnlyList<Approvers> AskedInTurn(RemediationPlan plan) =>
        [
            .. inventory
                .AskedInTurn(plan.Gateway, plan.Kind)
                .Select(turn => AtEach(plan).Skip(1).Aggregate(turn, (some, others) => some.AlsoIn(others)))
                .Where(turn => turn.Ids.Count + turn.Groups.Count > 0),
        ];

    private List<Approvers> AtEach(RemediationPlan plan) =>
        [.. plan.Steps.Select(step => inventory.Approvers(step.Gateway, plan.Kind))];
}
