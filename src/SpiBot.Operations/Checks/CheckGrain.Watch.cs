using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Threads;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Operations.Checks;

/// <content>What is proposed without a press, where the watch that began the check may do so. Approved it is by people, and not by whoever set up the watch.</content>
internal sealed partial class CheckGrain
{
    private async Task ProposeForWatch(CancellationToken ct)
    {
        if (
            Order is not { Proposes: true, By: { } by }
            || found is not { Diagnosis: { } diagnosis, Evidence: { } evidence }
            || Offers.BestFirst(diagnosis, Refusals(diagnosis, evidence))
                is not [{ Remedy.Helps: not Helps.No } offer, ..]
        )
        {
            return;
        }

        var told = offer with
        {
            Finding = offer.Finding with
            {
                Verdict = $"{offer.Finding.Verdict}. Proposed by the watch that {by.Name} set up, without a press.",
            },
        };
        var outcome = await Propose(told, evidence, by, Order.Standing ?? Standing.Alone, ct);
        if (outcome.Refusal is { } refusal)
        {
            reports.Tell(Order.Thread, new NothingToPropose($"{Id}/proposal", Order, refusal));
        }
    }
}
