using System.Net;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Threads;
using SpiBot.Tunnels.Watching;

namespace SpiBot.Operations.Watches;

/// <summary>
/// A watch as it is kept: all that must outlive the process. What was read last is not kept, it is read again.
/// </summary>
/// <param name="Id">Of this watch; one that is set when it has ended is another.</param>
/// <param name="Acts">How many of its acts are in the journal.</param>
/// <param name="FaultSince">Null when there is no fault.</param>
/// <param name="Signs">Those of the fault.</param>
/// <param name="LostSince">When it was said that the tunnel is not seen; null when it is.</param>
/// <param name="News">What was said last; null: nothing yet.</param>
/// <param name="EndedAt">Null while it lasts.</param>
internal sealed record StoredWatch(
    string Id,
    string Gateway,
    IPAddress Peer,
    ThreadAddress Thread,
    Venue Venue,
    Person? By,
    Person? AlsoBy,
    Standing Standing,
    DateTimeOffset SetAt,
    DateTimeOffset Until,
    int Acts,
    DateTimeOffset? FaultSince,
    IReadOnlyList<SignKind> Signs,
    DateTimeOffset? LostSince,
    WatchNews? News,
    DateTimeOffset? EndedAt
)
{
    public const string Prefix = "watch-";

    /// <summary>As in <see cref="WatchOrder.Team"/>.</summary>
    public string? Team { get; init; }

    /// <summary>As in <see cref="WatchOrder.Elsewhere"/>.</summary>
    public IReadOnlyList<string> Elsewhere { get; init; } = [];

    public static StoredWatch From(WatchOrder order, DateTimeOffset now) =>
        new(
            Prefix + Guid.NewGuid().ToString("n"),
            order.Gateway,
            order.Peer,
            order.Thread,
            order.Venue,
            order.By,
            AlsoBy: null,
            order.Standing,
            now,
            now + order.Lasts,
            Acts: 0,
            FaultSince: null,
            [],
            LostSince: null,
            News: null,
            EndedAt: null
        )
        {
            Team = order.Team,
            Elsewhere = order.Elsewhere,
        };

    /// <summary>Never shorter than it was.</summary>
    public StoredWatch Prolonged(WatchOrder order, DateTimeOffset now)
    {
        var again = order.By is { } by && By is { } first && first.IsSameAs(by);
        return this with
        {
            Until = now + order.Lasts > Until ? now + order.Lasts : Until,
            AlsoBy = again ? AlsoBy : order.By ?? AlsoBy,
            // That of whoever set it up, by what is known now.
            Standing = again ? order.Standing : Standing,
            Elsewhere = again ? order.Elsewhere : Elsewhere,
            Thread = order.Thread,
            Venue = order.Venue,
            Team = order.Team ?? Team,
        };
    }

    public string ExchangeOf(WatchNews news) => $"{Id}/{news.Number}";

    /// <summary>The check of the fault that these news tell of.</summary>
    public string CheckOf(WatchNews news) => $"check/{Id}-{news.Number}";
}
