using System.Net;
using Microsoft.Extensions.Logging;
using SpiBot.Gateways;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Debugs;
using SpiBot.Operations.Duties;
using SpiBot.Operations.Threads;
using SpiBot.Operations.Traces;
using SpiBot.Tunnels;

namespace SpiBot.Operations.Conversations;

/// <summary>What can be done with one gateway, over its warm session.</summary>
internal sealed record Jobs(
    Looking Looking,
    Typing Typing,
    AskingTheLog Asking,
    Removing Removing,
    Tracing Tracing,
    Orphans Orphans,
    Debugging Debugging
);

/// <summary>
/// The talking with one gateway: one worker, one thing after the other, and changes, what is asked about them and removals before the reads that wait. Reads that are equal and in flight
/// share one run, and who begins to look within the least interval after a read shares that.
/// </summary>
internal sealed class Conversation : IAsyncDisposable
{
    private readonly JobQueue queue = new();
    private readonly List<SharedRead> inFlight = [];
    private readonly CancellationTokenSource stop = new();
    private readonly Jobs jobs;
    private readonly WarmSession warm;
    private readonly RecentReads recent;
    private readonly Glances glances;
    private readonly string gateway;
    private readonly TimeSpan releaseAfter;
    private readonly int mostWaiting;
    private readonly TimeProvider clock;
    private readonly Func<TunnelReading, Task> remember;
    private readonly Func<ReadRequest, ReadOutcome, Task> deliver;
    private readonly ILogger log;
    private readonly Task worker;
    private int loginsSeen;
    private ThreadAddress? lastThread;

    public Conversation(
        string gateway,
        Jobs jobs,
        WarmSession warm,
        GlancePace pace,
        ConversationOptions options,
        TimeProvider clock,
        Func<TunnelReading, Task> remember,
        Func<ReadRequest, ReadOutcome, Task> deliver,
        ILogger log
    )
    {
        this.gateway = gateway;
        this.jobs = jobs;
        this.warm = warm;
        releaseAfter = options.ReleaseAfter;
        mostWaiting = options.MostWaiting;
        recent = new RecentReads(options.LeastInterval, clock);
        this.clock = clock;
        this.remember = remember;
        this.deliver = deliver;
        this.log = log;
        glances = new Glances(jobs.Looking, warm, pace, clock, Enqueue) { Hand = Hand, Remember = remember };
        worker = Task.Run(Work);
    }

    public void Read(ReadRequest request)
    {
        if (request.Glance)
        {
            lastThread ??= request.Thread;
            glances.Add(request);
            return;
        }

        lock (inFlight)
        {
            if (request.MayBeRecent && recent.Find(request.Peer) is { } read)
            {
                queue.AddFirst(() => Hand(request, read));
                return;
            }

            var run = inFlight.Find(r =>
                Equals(r.Peer, request.Peer) && r.WithDataPath == request.WithDataPath && !(request.Fresh && r.HasBegun)
            );
            if (run is not null)
            {
                run.Askers.Add(request);
                return;
            }

            // Whether a change helped is looked at all the same: there is one at a time.
            if (
                request.Asker != Asker.Remediation
                && inFlight.Count(r => !r.HasBegun) is var before
                && before >= mostWaiting
            )
            {
                queue.AddFirst(() => Hand(request, TooMany(before)));
                return;
            }

            run = new SharedRead(request.Peer, request.WithDataPath) { Askers = { request } };
            if (queue.Add(() => Run(run)))
            {
                inFlight.Add(run);
            }
        }
    }

    /// <summary>What has not begun when SpiBot stops stays approved, and is taken up at the next start.</summary>
    public void Apply(string remediationId) =>
        queue.AddFirst(UnlessStopped(ct => Alter(() => jobs.Typing.Type(remediationId, ct))));

    /// <summary>What became of a change is as urgent as the change. What has not begun when SpiBot stops is taken up at the next start.</summary>
    public void AskLog(string remediationId) => queue.AddFirst(UnlessStopped(ct => jobs.Asking.Ask(remediationId, ct)));

    /// <summary>What has not begun when SpiBot stops is taken up at the next start.</summary>
    public void Remove(string dutyId) =>
        queue.AddFirst(UnlessStopped(ct => Alter(() => jobs.Removing.Remove(dutyId, ct))));

    /// <summary>What has not begun when SpiBot stops does not begin.</summary>
    public void SetTrace(TraceRequest request)
    {
        queue.Add(() =>
        {
            lastThread = request.Thread;
            return stop.IsCancellationRequested ? Task.CompletedTask : jobs.Tracing.Set(request, stop.Token);
        });
    }

    /// <summary>What has not begun when SpiBot stops does not begin; the duty is taken up at the next start.</summary>
    public void ReadTrace(TraceRequest request, TraceStanding standing) =>
        Enqueue(ct => jobs.Tracing.Read(request, standing, ct));

    /// <summary>Ends what is being read, lets a change that is being typed come to its end, and closes the session.</summary>
    public async ValueTask DisposeAsync()
    {
        glances.Dispose();
        queue.End();
        await stop.CancelAsync();
        await worker;
        await jobs.Debugging.Done;
        stop.Dispose();
    }

    private void Enqueue(Func<CancellationToken, Task> job) => queue.Add(UnlessStopped(job));

    /// <summary>What has not begun when SpiBot stops does not begin.</summary>
    private Func<Task> UnlessStopped(Func<CancellationToken, Task> job) =>
        () => stop.IsCancellationRequested ? Task.CompletedTask : job(stop.Token);

    private async Task Work()
    {
        while (await More())
        {
            while (queue.TryTake(out var job))
            {
                try
                {
                    await job();
                }
                catch (Exception e)
                {
                    log.LogError(e, "a job of a gateway's conversation broke");
                }

                await LookThroughAfterLogin();
            }
        }

        await warm.Release();
    }

    /// <summary>Once for each login, behind the job that it was for: nobody has to wait for it.</summary>
    private async Task LookThroughAfterLogin()
    {
        if (warm.Logins == loginsSeen || lastThread is not { } thread || stop.IsCancellationRequested)
        {
            return;
        }

        loginsSeen = warm.Logins;
        if (warm.Usable is { } session)
        {
            await jobs.Orphans.Look(session, thread, stop.Token);
        }
    }

    /// <summary>Waits for the next job, and closes the session when none comes for a while.</summary>
    private async Task<bool> More()
    {
        var next = queue.More();
        if (!warm.IsOpen)
        {
            return await next;
        }

        try
        {
            return await next.WaitAsync(releaseAfter, clock, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            await warm.Release();
            return await next;
        }
    }

    /// <summary>What was read before it does not count any more.</summary>
    private async Task Alter(Func<Task> alter)
    {
        try
        {
            await alter();
        }
        finally
        {
            lock (inFlight)
            {
                recent.Forget();
            }
        }
    }

    private async Task Run(SharedRead run)
    {
        lock (inFlight)
        {
            run.HasBegun = true;
            lastThread = run.Askers.Select(asker => asker.Thread).LastOrDefault(t => t is not null) ?? lastThread;
        }

        var outcome = await jobs.Looking.At(run.Peer, stop.Token, run.WithDataPath);
        lock (inFlight)
        {
            inFlight.Remove(run);
            recent.Keep(run.Peer, outcome);
        }

        if (outcome.Tunnel is { } tunnel)
        {
            await remember(tunnel);
        }

        // Nobody joins any more: the list is ours.
        foreach (var asker in run.Askers)
        {
            await Hand(asker, outcome);
        }
    }

    private ReadOutcome TooMany(int before) =>
        new(
            Box: null,
            Tunnel: null,
            new GatewayFailure(
                gateway,
                GatewayFailureKind.TooManyWaiting,
                $"Reading {gateway}.",
                $"{before} other looks at it wait already, one behind the other, so this one was not begun.",
                "Ask again when their answers are there. Changes that are approved, and what SpiBot has to take away again, go before all of them."
            )
        );

    private async Task Hand(ReadRequest asker, ReadOutcome outcome)
    {
        try
        {
            await deliver(asker, outcome);
        }
        catch (Exception e)
        {
            log.LogError(e, "a reading did not reach {Asker} {Id}", asker.Asker, asker.AskerId);
        }
    }

    private sealed class SharedRead(IPAddress? peer, bool withDataPath)
    {
        public IPAddress? Peer { get; } = peer;

        public bool WithDataPath { get; } = withDataPath;

        public List<ReadRequest> Askers { get; } = [];

        public bool HasBegun { get; set; }
    }
}
