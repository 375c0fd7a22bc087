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
    public bool MayApprove(Press press) => MayApprove(press.By, press.Standing);

    public bool MayApprove(Person person, Standing standing) =>
        standing.Outside is null && Approvers.All(there => there.Has(person.EntraId, standing));

    /// <summary>Somebody may approve who is named by no object id: of them, their groups have to be known.</summary>
    public bool LooksAtGroups => Approvers.Any(there => there.Groups.Count > 0);
}

/// <summary>One approval that counts.</summary>
public sealed record Approval(Person By, DateTimeOffset At);

/// <summary>One that counted, and why it does not any more, in sentences.</summary>
public sealed record LapsedApproval(Approval Approval, string Because);
