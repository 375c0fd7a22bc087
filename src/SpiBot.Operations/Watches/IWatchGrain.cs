using System.Net;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Threads;

namespace SpiBot.Operations.Watches;

/// <summary>Which tunnel is to be watched for how long, who wants it, and where news of it are told. <see cref="Standing"/>: what was found out of them, for a plan in their name.</summary>
public sealed record WatchOrder(
    string Gateway,
    IPAddress Peer,
    TimeSpan Lasts,
    ThreadAddress Thread,
    Venue Venue,
    Person? By,
    Standing Standing
)
{
    /// <summary>The team whose channel it is set in, as the channel names it; null elsewhere.</summary>
    public string? Team { get; init; }

    /// <summary>As in <see cref="CheckOrder.Elsewhere"/>, for the check of a fault.</summary>
    public IReadOnlyList<string> Elsewhere { get; init; } = [];
}

/// <summary>
/// A watch as people see it. <see cref="By"/> set it up, <see cref="AlsoBy"/> prolonged it last (null: nobody). <see cref="LastLook"/>: null before the first that was answered.
/// <see cref="Sees"/>: what that showed, in sentences. <see cref="FaultSince"/>: null when there is no fault.
/// </summary>
public sealed record WatchView(
    string Gateway,
    IPAddress Peer,
    Person? By,
    Person? AlsoBy,
    DateTimeOffset SetAt,
    DateTimeOffset Until,
    TimeSpan LooksEvery,
    DateTimeOffset? LastLook,
    IReadOnlyList<string> Sees,
    DateTimeOffset? FaultSince
);

/// <summary>What came of setting a watch: it, or why there is none. <see cref="Prolonged"/>: it was there already.</summary>
public sealed record WatchOutcome(WatchView? View, bool Prolonged, string? Refusal);

/// <summary>The watch of one tunnel for one channel; the key is <see cref="WatchKey"/>. There may be none.</summary>
public interface IWatchGrain : IGrainWithStringKey
{
    /// <summary>Sets it up, or prolongs it; from then on news are told in the thread of this order.</summary>
    Task<WatchOutcome> Set(WatchOrder order, CancellationToken ct);

    /// <summary>Somebody ends it.</summary>
    /// <returns>What it was; null when there was none.</returns>
    Task<WatchView?> End(Person? by, CancellationToken ct);

    /// <summary>It ends without a word, because nobody would read it.</summary>
    /// <param name="by">Who made it so; null: it is not known.</param>
    /// <param name="because">For the journal, a sentence.</param>
    /// <param name="ct">Cancels before it is written.</param>
    Task Abandon(Person? by, string because, CancellationToken ct);

    /// <returns>Null when there is none.</returns>
    Task<WatchView?> View(CancellationToken ct);

    /// <summary>A look that it asked for.</summary>
    Task Took(string requestId, ReadOutcome outcome, CancellationToken ct);

    /// <summary>Its time may be over.</summary>
    Task Due(CancellationToken ct);

    /// <summary>SpiBot or another replica has just started or died: goes on looking, and says again what may not have been said.</summary>
    Task Recover(CancellationToken ct);
}

/// <summary>What is watched.</summary>
public interface IWatches
{
    /// <returns>The watches of the channel that this place belongs to, those that end soonest first.</returns>
    Task<IReadOnlyList<WatchView>> In(Venue venue, CancellationToken ct);

    /// <summary>SpiBot cannot speak there any more: the watches of the channel that this place belongs to, and of all channels of the team, end.</summary>
    /// <param name="venue">Where it was told so.</param>
    /// <param name="team">As in <see cref="WatchOrder.Team"/>; null where there is none.</param>
    /// <param name="by">Whose doing it was; null: it is not known.</param>
    /// <param name="because">Why, a sentence for the journal.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>How many there were.</returns>
    Task<int> Left(Venue venue, string? team, Person? by, string because, CancellationToken ct);
}
