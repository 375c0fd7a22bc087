using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Duties;
using SpiBot.Tunnels;

namespace SpiBot.Operations.Conversations;

/// <summary>
/// The talking with one gateway: one worker, one thing after the other. Reads that are equal and in flight share one run.
/// </summary>
internal sealed class Conversation : IAsyncDisposable
{
    private readonly Channel<Func<Task>> queue = Channel.CreateUnbounded<Func<Task>>(
        new UnboundedChannelOptions { SingleReader = true }
    );

    private readonly List<SharedRead> inFlight = [];
    private readonly CancellationTokenSource stop = new();
    private readonly Looking looking;
    private readonly Typing typing;
    private readonly Removing removing;
    private readonly WarmSession warm;
    private readonly TimeSpan releaseAfter;
    private readonly TimeProvider clock;
    private readonly Func<TunnelReading, Task> remember;
    private readonly Func<ReadRequest, ReadOutcome, Task> deliver;
    private readonly ILogger log;
    private readonly Task worker;

    public Conversation(
        Looking looking,
        Typing typing,
        Removing removing,
        WarmSession warm,
        TimeSpan releaseAfter,
        TimeProvider clock,
        Func<TunnelReading, Task> remember,
        Func<ReadRequest, ReadOutcome, Task> deliver,
        ILogger log
    )
    {
        this.looking = looking;
        this.typing = typing;
        this.removing = removing;
        this.warm = warm;
        this.releaseAfter = releaseAfter;
        this.clock = clock;
        this.remember = remember;
        this.deliver = deliver;
        this.log = log;
        worker = Task.Run(Work);
    }

    public void Read(ReadRequest request)
    {
        lock (inFlight)
        {
            var run = inFlight.Find(r => Equals(r.Peer, request.Peer) && !(request.Fresh && r.HasBegun));
            if (run is not null)
            {
                run.Askers.Add(request);
                return;
            }

            run = new SharedRead(request.Peer) { Askers = { request } };
            if (queue.Writer.TryWrite(() => Run(run)))
            {
                inFlight.Add(run);
            }
        }
    }

    /// <summary>What has not begun when SpiBot stops stays approved, and is taken up at the next start.</summary>
    public void Apply(string remediationId) =>
        queue.Writer.TryWrite(() =>
            stop.IsCancellationRequested ? Task.CompletedTask : typing.Type(remediationId, stop.Token)
        );

    /// <summary>What has not begun when SpiBot stops is taken up at the next start.</summary>
    public void Remove(string dutyId) =>
        queue.Writer.TryWrite(() =>
            stop.IsCancellationRequested ? Task.CompletedTask : removing.Remove(dutyId, stop.Token)
        );

    /// <summary>Ends what is being read, lets a change that is being typed come to its end, and closes the session.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await stop.CancelAsync();
        await worker;
        stop.Dispose();
    }

    private async Task Work()
    {
        while (await More())
        {
            while (queue.Reader.TryRead(out var job))
            {
                try
                {
                    await job();
                }
                catch (Exception e)
                {
                    log.LogError(e, "a job of a gateway's conversation broke");
                }
            }
        }

        await warm.Release();
    }

    /// <summary>Waits for the next job, and closes the session when none comes for a while.</summary>
    private async Task<bool> More()
    {
        var next = queue.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
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

    private async Task Run(SharedRead run)
    {
        lock (inFlight)
        {
            run.HasBegun = true;
        }

        var outcome = await looking.At(run.Peer, stop.Token);
        lock (inFlight)
        {
            inFlight.Remove(run);
        }

        if (outcome.Tunnel is { } tunnel)
        {
            await remember(tunnel);
        }

        // Nobody joins any more: the list is ours.
        foreach (var asker in run.Askers)
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
    }

    private sealed class SharedRead(IPAddress? peer)
    {
        public IPAddress? Peer { get; } = peer;

        public List<ReadRequest> Askers { get; } = [];

        public bool HasBegun { get; set; }
    }
}
