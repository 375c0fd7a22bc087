using SpiBot.Gateways.Inventory;

namespace SpiBot.Gateways.Changes;

/// <summary>What an approval is judged by beside the plan itself. <see cref="Approvers"/>: those who may approve it, for each of its gateways; whoever approves it may at all of them. <see cref="Ticket"/>: an approval needs the number of a ticket; null: it does not.
/// <see cref="BreakGlass"/>: one of them alone may approve, their own plan too, with a reason that everybody sees.</summary>
public sealed record ApprovalRules(
    IReadOnlyList<Approvers> Approvers,
    TicketPattern? Ticket = null,
    bool BreakGlass = false
)
{
    public bool MayApprove(Press press) => Approvers.All(there => there.Has(press.By.EntraId, press.Standing));
}

/// <summary>One approval that counts.</summary>
public sealed record Approval(Person By, DateTimeOffset At);
