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
);

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
}
