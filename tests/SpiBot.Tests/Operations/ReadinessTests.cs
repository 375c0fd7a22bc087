using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Outbox;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;

namespace SpiBot.Tests.Operations;

/// <summary>What a probe asks costs nothing, and tells names only.</summary>
public sealed class ReadinessTests : OperationsTests
{
    [Fact]
    public async Task All_is_ready_and_what_was_found_out_is_said_again_for_some_seconds()
    {
        await using var host = await Start();
        var readiness = host.Services.GetRequiredService<IReadiness>();
        Assert.Empty(await readiness.NotReady());

        var reporter = host.Services.GetRequiredService<IReportToThread>();
        ((CollectingReporter)reporter).Away = true;
        var store = host.Services.GetRequiredService<OutboxStore>();
        var old = Clock.GetUtcNow() - TimeSpan.FromMinutes(11);
        await store.Put(OperationsHost.Thread, new Unsent("e", "m", "b"), old, new OutboxOptions(), Ct);
        Assert.Empty(await readiness.NotReady());
        Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["outbox"], await readiness.NotReady());
    }

    [Fact]
    public async Task Who_asks_while_it_is_asked_asks_nothing_more()
    {
        await using var host = await Start();
        using var slow = new SlowDatabase(host.Services.GetRequiredService<Database>());
        // The outbox, too: of the real one it is not known whether it answers before the clock moves on.
        var outbox = ActivatorUtilities.CreateInstance<OutboxStore>(host.Services, slow);
        var readiness = ActivatorUtilities.CreateInstance<Readiness>(host.Services, slow, outbox);
        string[] silent = ["store", "writer", "outbox"];

        var answers = Enumerable.Range(0, 20).Select(_ => readiness.NotReady()).ToList();
        // All at once: a probe that waits for one after the other gives up.
        await Eventually.Holds(() => slow is { Reads: 2, Writes: 1 });
        // The store is silent: whoever waits is told so, and it is asked once.
        Clock.Advance(TimeSpan.FromSeconds(2));
        await Eventually.Ends(answers[0], () => Clock.Advance(TimeSpan.FromSeconds(2)));
        Assert.All(answers, answer => Assert.Same(answers[0], answer));
        Assert.Equal(silent, await answers[0]);
        Assert.Equal((2, 1), (slow.Reads, slow.Writes));

        // Nor is it asked again before it has answered.
        Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(silent, await Eventually.Ends(readiness.NotReady(), () => Clock.Advance(TimeSpan.FromSeconds(2))));
        Assert.Equal((2, 1), (slow.Reads, slow.Writes));

        slow.Answer.SetResult();
        Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(await readiness.NotReady());
    }

    [Fact]
    public async Task Whatever_goes_wrong_is_told_by_name_and_nothing_more()
    {
        await using var host = await OperationsHost.Start(
            new StorageOptions { Database = DatabaseFile },
            Clock,
            Network,
            mayLogErrors: true
        );
        using var broken = new SlowDatabase(host.Services.GetRequiredService<Database>());
        broken.Answer.SetException(new InvalidOperationException("db.example does not know spibot"));
        var readiness = ActivatorUtilities.CreateInstance<Readiness>(host.Services, broken);
        Assert.Equal(["store", "writer"], await readiness.NotReady());
    }

    /// <summary>Answers nothing until it is told to.</summary>
    private sealed class SlowDatabase(Database inner) : Database
    {
        public TaskCompletionSource Answer { get; } = new();

        public int Reads { get; private set; }

        public int Writes { get; private set; }

        public override void Open(ChainKey key) => throw new NotSupportedException();

        public override async Task<T> Write<T>(Func<DbConnection, T> work, CancellationToken ct)
        {
            Writes++;
            await Answer.Task;
            return await inner.Write(work, ct);
        }

        public override async Task<T> Read<T>(Func<DbConnection, T> work, CancellationToken ct)
        {
            Reads++;
            await Answer.Task;
            return await inner.Read(work, ct);
        }

        protected override void Dispose(bool disposing) { }
    }
}
