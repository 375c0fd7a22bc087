using SpiBot.Tunnels;

namespace SpiBot.Gateways.Changes;

/// <summary>A person as the signed activity named them. Someone without an Entra object id cannot propose or approve.</summary>
public sealed record Person(string EntraId, string Name)
{
    /// <summary>Entra object ids are GUIDs: case says nothing, and the name is only for reading.</summary>
    public bool IsSameAs(Person other) =>
        string.Equals(EntraId.Trim(), other.EntraId.Trim(), StringComparison.OrdinalIgnoreCase);
}

/// <summary>An SPI that was seen when the plan was made, on the gateway that will be typed on.</summary>
public sealed record SpiSeen(string Direction, Spi Spi);

/// <summary>
/// A written plan: everything that an approval is for. The approval carries the digest over all of it. <see cref="Serial"/>: the unit that
/// was seen; null when it did not say. <see cref="Venue"/>: where it was proposed, and the only place where it can be decided (null only in plans of an
/// older SpiBot). <see cref="ApprovalsNeeded"/>: of so many different people. <see cref="IfRefused"/>: what is typed where the gateway does not know the first of
/// the lines; null: nothing. <see cref="Then"/>: a further step at the other end, typed only when a look after the first shows that it is still needed; null where
/// there is none.
/// </summary>
public sealed record RemediationPlan(
    string Id,
    string Gateway,
    Change Change,
    IReadOnlyList<string> Lines,
    string Cause,
    string Why,
    string Interrupts,
    string HelpsBecause,
    IReadOnlyList<SpiSeen> SpisSeen,
    Person ProposedBy,
    DateTimeOffset ProposedAt,
    DateTimeOffset ExpiresAt,
    string? Serial = null,
    Venue? Venue = null,
    int ApprovalsNeeded = 1,
    LinesInside? IfRefused = null,
    string? Context = null,
    PlanStep? Then = null
)
{
    /// <summary>The kind of a plan with a step at either end.</summary>
    public const string BothEnds = "both-ends";

    /// <summary>Every <see cref="Kind"/> there is.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Change.Kinds, BothEnds];

    /// <summary>What settings and roles call it: that of its change, or <see cref="BothEnds"/>.</summary>
    public string Kind => Then is null ? Change.Kind : BothEnds;

    public IReadOnlyList<PlanStep> Steps => Then is null ? [FirstStep] : [FirstStep, Then];

    private PlanStep FirstStep => new(Gateway, Change, Lines, SpisSeen, Serial, Context, IfRefused);
}
