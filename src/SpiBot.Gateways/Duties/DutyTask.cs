namespace SpiBot.Gateways.Duties;

/// <summary>The exact lines that take a leftover away, in each situation in which it may be found.</summary>
/// <param name="Here">It stands on the unit that answers.</param>
/// <param name="BesideOthers">It stands there beside somebody else's, which has to stay.</param>
/// <param name="OnMate">It stands on the other unit of a failover pair, which is reached through this one; null: there is no such way.</param>
public sealed record Removal(
    IReadOnlyList<string> Here,
    IReadOnlyList<string> BesideOthers,
    IReadOnlyList<string>? OnMate = null
);

/// <summary>What is written down before anything is left on a gateway.</summary>
/// <param name="Id">Begins with <see cref="Prefix"/>.</param>
/// <param name="Gateway">As the inventory names it.</param>
/// <param name="Context">The context of the box, as the inventory named it then; null for none.</param>
/// <param name="What">What will stand there.</param>
/// <param name="Set">The lines that set it.</param>
/// <param name="Removal">The lines that take it away.</param>
/// <param name="Deadline">So long whoever set it may use it; from then on anybody takes it away.</param>
/// <param name="Serial">The unit it is set on: after a role switch another one answers. Null where it did not say.</param>
/// <param name="Holder">The process that sets and uses it; once that is gone, the deadline is not waited for.</param>
/// <param name="For">What it is for, in words for a card.</param>
/// <param name="Inside">Enters the command line inside the gateway's own in which the same lines are typed where it does not know the first of them (FTD); null: there is none.</param>
/// <param name="Found">It stood there already, and no open duty knew of it: nobody sets it, it is only taken away, and people are told.</param>
public sealed record DutyTask(
    string Id,
    string Gateway,
    string? Context,
    Leftover What,
    IReadOnlyList<string> Set,
    Removal Removal,
    DateTimeOffset Deadline,
    string? Serial,
    string Holder,
    string For,
    bool Found = false,
    string? Inside = null
)
{
    /// <summary>Of every duty's id, and of nothing else's in the journal.</summary>
    public const string Prefix = "duty/";
}
