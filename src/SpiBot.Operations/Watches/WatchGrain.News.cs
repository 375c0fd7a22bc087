using SpiBot.Gateways.Changes;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Threads;

namespace SpiBot.Operations.Watches;

/// <content>What is told: written before it is said, and a fault that begins is checked.</content>
internal sealed partial class WatchGrain
{
    private async Task EndAndTell(string because, CancellationToken ct)
    {
        var news = NewsOf(Lasting!, WatchNewsKind.Ended, [because], since: null, Now);
        await EndFor(Lasting! with { News = news }, by: null, because, ct);
        await Say(news, ct);
    }

    private async Task EndFor(StoredWatch lasting, Person? by, string because, CancellationToken ct)
    {
        var now = Now;
        watch = await store.Put(Key, lasting with { EndedAt = now }, WatchAct.Ended, by, now, because, ct);
        DeactivateOnIdle();
    }

    private async Task Tell(
        StoredWatch after,
        WatchNewsKind kind,
        IReadOnlyList<string> words,
        DateTimeOffset? since,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        var news = NewsOf(after, kind, words, since, at);
        watch = after with { News = news };
        await store.Put(Key, watch, ct);
        await Say(news, ct);
    }

    private static WatchNews NewsOf(
        StoredWatch told,
        WatchNewsKind kind,
        IReadOnlyList<string> words,
        DateTimeOffset? since,
        DateTimeOffset at
    ) => new((told.News?.Number ?? 0) + 1, kind, at, words, since);

    private async Task Say(WatchNews news, CancellationToken ct)
    {
        var said = watch!;
        reports.Tell(said.Thread, new WatchTold(said.ExchangeOf(news), ViewNow(), news));
        if (news.Kind == WatchNewsKind.FaultBegan)
        {
            // Starting the same check again starts nothing.
            await GrainFactory.GetGrain<ICheckGrain>(said.CheckOf(news)).Start(CheckFor(said, news), ct);
        }
    }

    private CheckOrder CheckFor(StoredWatch said, WatchNews news) =>
        new(CheckKind.Tunnel, said.Gateway, said.Peer, said.Thread, said.By, said.Venue, said.Standing)
        {
            After = said.ExchangeOf(news),
            Elsewhere = said.Elsewhere,
            Proposes = options.Value.Proposes,
        };
}
