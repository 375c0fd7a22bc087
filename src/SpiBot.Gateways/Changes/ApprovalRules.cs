namespace SpiBot.Gateways.Changes;

/// <summary>What an approval is judged by beside the plan itself. <see cref="Approvers"/>: the Entra object ids of those who may approve this change on this gateway. <see cref="Ticket"/>: an approval needs the number of a ticket; null: it does not.
/// <see cref="BreakGlass"/>: one of them alone may approve, their own plan too, with a reason that everybody sees.</summary>
public sealed record ApprovalRules(
    IReadOnlyCollection<string> Approvers,
    TicketPattern? Ticket = null,
    bool BreakGlass = false
)
{
    public bool MayApprove(Person person) =>
        Approvers.Any(id => string.Equals(id.Trim(), person.EntraId.Trim(), StringComparison.OrdinalIgnoreCase));
}

/// <summary>One approval that counts.</summary>
public sealed record Approval(Person By, DateTimeOffset At);
