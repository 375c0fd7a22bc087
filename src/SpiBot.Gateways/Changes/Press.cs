using SpiBot.Gateways.Inventory;

namespace SpiBot.Gateways.Changes;

/// <summary>
/// A pressed Approve or Deny. <see cref="By"/> and <see cref="Venue"/> come from the signed activity; the rest came back
/// in the button and may be anything. <see cref="Card"/> is the message that the button is on, as the channel names it; null where it does not say. <see cref="BreakGlass"/>: an approval without another person, for the <see cref="Reason"/>.
/// <see cref="Standing"/>: what was found out of them when they pressed.
/// </summary>
public sealed record Press(
    Person By,
    string Digest,
    Venue Venue,
    string? Card = null,
    string? Reason = null,
    string? Ticket = null,
    bool BreakGlass = false
)
{
    /// <summary>In characters: a reason is shown on cards and kept for ever, and what comes back in a button may be anything.</summary>
    public const int LongestReason = 300;

    public Standing Standing { get; init; } = Standing.Alone;

    /// <summary>What was found out, when this was pressed, of those who had approved before.</summary>
    public IReadOnlyList<StandingOf> Before { get; init; } = [];

    /// <returns>Null: nobody looked.</returns>
    internal Standing? StandingOf(Person earlier) => Before.FirstOrDefault(of => of.Person.IsSameAs(earlier))?.Standing;
}

/// <summary>What was found out of somebody.</summary>
public sealed record StandingOf(Person Person, Standing Standing);
