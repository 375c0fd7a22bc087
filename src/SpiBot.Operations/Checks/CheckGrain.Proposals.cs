using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Threads;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Operations.Checks;

/// <summary>What is proposed out of what a check found.</summary>
internal sealed partial class CheckGrain
{
    public async Task<ProposeOutcome> Propose(
        int remedy,
        Person by,
        Standing standing,
        Venue venue,
        CancellationToken ct
    )
    {
        if (order is not null && WhyNotFrom(venue) is { } elsewhere)
        {
            return new ProposeOutcome(RemediationId: null, elsewhere);
        }

        if (found is not { Diagnosis: { } diagnosis, Evidence: { } evidence })
        {
            return new ProposeOutcome(
                RemediationId: null,
                order is null ? "SpiBot does not know this check (any more): check again."
                    : ended ? "This check found nothing that could be cleared: check again."
                    : "This check is not done: wait for its second look."
            );
        }

        if (Offers.Find(diagnosis, remedy) is not { } offer)
        {
            return new ProposeOutcome(
                RemediationId: null,
                diagnosis.TwoLooks
                    ? "This check does not offer that."
                    : "A change is offered only after two looks: check again."
            );
        }

        return await Propose(offer, evidence, by, standing, ct);
    }

    /// <summary>Offers that no plan can be written for, or whose plan so many people can never approve: nobody should have to press to learn it.</summary>
    private Dictionary<int, string> Refusals(TunnelDiagnosis diagnosis, TunnelEvidence evidence)
    {
        Dictionary<int, string> refusals = [];
        if (Order.Venue is not { } venue)
        {
            return refusals;
        }

        // Who will press is not known yet, and decides nothing here.
        var somebody = new Person("", "Somebody");
        foreach (var offer in Offers.Of(diagnosis))
        {
            var planned = PlanFor(offer, evidence, new Proposer(RemediationId(offer.Index), somebody, venue));
            if ((planned.Plan is { } plan ? who.WhyNoQuorum(plan) : planned.Refusal) is { } why)
            {
                refusals.Add(offer.Index, why);
            }
        }

        return refusals;
    }

    /// <summary>A peer may be looked at that the inventory does not list; nothing is changed for it, by whatever way that is asked for.</summary>
    private Planned PlanFor(Offer offer, TunnelEvidence evidence, Proposer proposer)
    {
        var remedy = offer.Remedy;
        return remedy.Peer is { } peer && inventory.Find(remedy.Gateway)?.Peers.Values.Contains(peer) == false
            ? Planned.No(
                $"{remedy.Gateway} has no peer {peer} in the inventory: nothing is changed there. Add the peer to spibot.json, and check again."
            )
            : planner.For(proposer, offer.Finding, remedy, evidence);
    }

    private async Task<ProposeOutcome> Propose(
        Offer offer,
        TunnelEvidence evidence,
        Person by,
        Standing standing,
        CancellationToken ct
    )
    {
        var planned = PlanFor(offer, evidence, new Proposer(RemediationId(offer.Index), by, Order.Venue!));
        return planned.Plan is null
            ? new ProposeOutcome(RemediationId: null, planned.Refusal)
            : await Propose(planned.Plan, standing, ct);
    }

    private async Task<ProposeOutcome> Propose(RemediationPlan plan, Standing standing, CancellationToken ct)
    {
        var box =
            found!.Evidence is { Ours.Latest.Box: var ours } && ours.Gateway == plan.Gateway
                ? ours
                : found.Evidence?.Theirs?.Latest.Box ?? found.Box;
        var target = plan.Change.WithPeer is null
            ? new RemediationTarget(plan.Gateway, Peer: null, Before: null, box)
            : new RemediationTarget(Order.Gateway, Order.Peer, found.Evidence);
        var refusal = await GrainFactory
            .GetGrain<IRemediationGrain>(plan.Id)
            .Propose(plan, Order.Thread, target, standing, ct);
        return refusal is null
            ? new ProposeOutcome(plan.Id, Refusal: null)
            : new ProposeOutcome(RemediationId: null, refusal);
    }

    private async Task ProposeTyped(BothEnds look, CancellationToken ct)
    {
        if (Order is not { By: { } by, Venue: { } venue })
        {
            const string because =
                "SpiBot does not know who asked (no Entra object id): such a person cannot propose a change.";
            await End(new NothingToPropose(Exchange, Order, because), keep: null, ct);
            return;
        }

        var evidence = CheckKinds.IsAboutATunnel(Order.Kind) ? look.Evidence(earlier: null) : null;
        found = new CheckFound(Diagnosis: null, evidence, look.Ours.Box);
        var planned = new TypedClear(planner).Plan(
            Order.Kind,
            new Proposer(RemediationId(0), by, venue),
            evidence,
            look.Ours.Box!
        );
        var outcome = planned.Plan is null
            ? new ProposeOutcome(RemediationId: null, planned.Refusal)
            : await Propose(planned.Plan, Order.Standing ?? Standing.Alone, ct);
        await End(outcome.Refusal is null ? null : new NothingToPropose(Exchange, Order, outcome.Refusal), found, ct);
    }
}
