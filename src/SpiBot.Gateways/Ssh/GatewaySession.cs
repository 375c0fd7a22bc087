using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Ssh;

/// <summary>
/// The queue before one shell: questions and changes go through it in the order they were asked. Questions are typed ahead where the box takes that;
/// a change waits for all before it, and nothing is typed behind it.
/// </summary>
internal sealed class GatewaySession : IGatewaySession
{
    private const string NobodyWaits = "nobody waited for it";

    /// <summary>What the box has not read yet waits in its terminal's buffer, and nobody says how large that is.</summary>
    private const int MostTypedAhead = 16;

    private readonly GatewayEntry gateway;
    private readonly SessionDialect dialect;
    private readonly Shell shell;
    private readonly IShellChannel channel;
    private readonly SessionLimits limits;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly Channel<IJob> queue = Channel.CreateUnbounded<IJob>(
        new UnboundedChannelOptions { SingleReader = true }
    );
    private readonly CancellationTokenSource ending = new();
    private readonly Task working;
    private readonly Task watching;
    private Task<bool>? coming;
    private GatewayFailure? lost;
    private int disposed;

    public GatewaySession(
        GatewayEntry gateway,
        SessionDialect dialect,
        Shell shell,
        IShellChannel channel,
        SessionLimits limits,
        TimeProvider clock,
        ILogger log
    )
    {
        this.gateway = gateway;
        this.dialect = dialect;
        this.shell = shell;
        this.channel = channel;
        this.limits = limits;
        this.clock = clock;
        this.log = log;
        working = Work();
        watching = Watch();
    }

    public GatewayFailure? Lost => Volatile.Read(ref lost);

    public Task<Answer<T>> Ask<T>(Query<T> query, CancellationToken ct)
        where T : class
    {
        var question = new Question<T>(query, dialect, ct);
        return queue.Writer.TryWrite(question)
            ? question.Answer
            : Task.FromResult(Answer.NotRead<T>("connection lost: the session was closed"));
    }

    public Task<ChangeAnswer> Apply(ChangeAuthorization authorization, CancellationToken ct) =>
        Apply(authorization.Gateway, authorization.Lines, () => authorization.StillHolds, ct);

    public Task<ChangeAnswer> Perform(DutyAuthorization authorization, CancellationToken ct) =>
        Apply(authorization.Gateway, authorization.Lines, () => authorization.StillHolds, ct);

    /// <summary>The caller may give up before the first line is written; after that the change goes its way, and its answer with it.</summary>
    internal Task<ChangeAnswer> Apply(
        string authorizedGateway,
        IReadOnlyList<string> lines,
        Func<bool> stillHolds,
        CancellationToken ct
    )
    {
        var typing = new ChangeTyping(gateway, dialect, Type);
        var asked = new TaskCompletionSource<ChangeAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var queued = queue.Writer.TryWrite(
            new AloneJob(async () =>
            {
                try
                {
                    asked.TrySetResult(await typing.Type(authorizedGateway, lines, stillHolds, ct));
                }
                catch (OperationCanceledException e)
                {
                    asked.TrySetCanceled(e.CancellationToken);
                }
                catch (Exception e)
                {
                    asked.TrySetException(e);
                }
            })
        );
        return queued ? asked.Task : Task.FromResult(typing.NotTyped("The session was closed before."));
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            await working;
            return;
        }

        using (var finished = new CancellationTokenSource())
        {
            await Task.WhenAny(working, Task.Delay(limits.Farewell, clock, finished.Token));
            await finished.CancelAsync();
        }

        await ending.CancelAsync();
        await working;
        await Leave();
        Lose("It was closed.");
        await channel.DisposeAsync();
        await watching;
        ending.Dispose();
        log.LogInformation("Closed the session on {Gateway}", gateway.Name);
    }

    private async Task Work()
    {
        while (await MoreJobs())
        {
            coming = null;
            while (queue.Reader.TryRead(out var job))
            {
                await (
                    job switch
                    {
                        AloneJob alone => alone.Do(),
                        IQuestion question when shell.TakesTypeAhead && shell.Fits(question.Text) => AskTogether(
                            question
                        ),
                        IQuestion question => AskAlone(question),
                        _ => throw new InvalidOperationException("A job of an unknown kind was queued."),
                    }
                );
            }
        }
    }

    private Task<bool> MoreJobs() => coming ??= queue.Reader.WaitToReadAsync().AsTask();

    private async Task Watch()
    {
        await Task.WhenAny(channel.Output.Completion);
        Lose("The connection was lost.");
    }

    private async Task AskAlone(IQuestion question)
    {
        // One that is on its way is read to its end, or the next answer would begin with its rest.
        if (question.Abandoned)
        {
            question.Drop(NobodyWaits);
            return;
        }

        try
        {
            var reply = await Type(question.Text, static () => true);
            if (reply is { Stop: ShellStop.Done, Disturbed: true })
            {
                reply = await Type(question.Text, static () => true);
            }

            question.Take(reply, Lost);
        }
        catch (Exception e)
        {
            question.Fail(e);
        }
    }

    /// <summary>Types questions as they come, without waiting for the answers of those before. Ends when all are answered.</summary>
    private async Task AskTogether(IQuestion first)
    {
        var open = new Queue<IQuestion>();
        var next = new List<IQuestion> { first };
        try
        {
            while (next.Count > 0 || open.Count > 0)
            {
                var full = TakeQuestions(next, open.Count);
                var reply = await TypeAhead(next, open) ?? await NextAnswer(full);
                if (reply is { Stop: ShellStop.Done })
                {
                    open.Dequeue().Take(reply, lost: null);
                }
                else if (reply is { Stop: ShellStop.OutOfStep })
                {
                    log.LogWarning("{Gateway} did not answer all that was typed ahead", gateway.Name);
                    await AskOneByOne(open);
                }
                else if (reply is not null)
                {
                    await GiveUp(reply.Stop);
                    await AskOneByOne(open);
                }
            }
        }
        catch (Exception e)
        {
            foreach (var question in open.Concat(next))
            {
                question.Fail(e);
            }
        }
    }

    /// <summary>Once the session is lost, each learns that here.</summary>
    private async Task AskOneByOne(Queue<IQuestion> open)
    {
        while (open.TryDequeue(out var question))
        {
            await AskAlone(question);
        }
    }

    /// <summary>Adds what may be typed ahead now.</summary>
    /// <returns>Whether something stands in the queue that has to wait.</returns>
    private bool TakeQuestions(List<IQuestion> next, int open)
    {
        while (queue.Reader.TryPeek(out var job))
        {
            if (
                job is not IQuestion question
                || !shell.TakesTypeAhead
                || !shell.Fits(question.Text)
                || open + next.Count >= MostTypedAhead
            )
            {
                return true;
            }

            next.Add(question);
            queue.Reader.TryRead(out _);
        }

        return false;
    }

    /// <summary>Null when they were typed; otherwise what went wrong.</summary>
    private async Task<ShellReply?> TypeAhead(List<IQuestion> next, Queue<IQuestion> open)
    {
        foreach (var question in next.Where(question => question.Abandoned))
        {
            question.Drop(NobodyWaits);
        }

        next.RemoveAll(question => question.Abandoned);
        if (next.Count == 0)
        {
            return null;
        }

        var typed = Lost is null ? await Typed(next) : ShellStop.NotTyped;
        foreach (var question in next)
        {
            open.Enqueue(question);
        }

        next.Clear();
        return typed == ShellStop.Done ? null : new(typed, "");
    }

    private async Task<ShellStop> Typed(List<IQuestion> next)
    {
        log.LogDebug(
            "Typed {Lines} on {Gateway}",
            string.Join("; ", next.Select(question => question.Text)),
            gateway.Name
        );
        try
        {
            return await shell.TypeAhead([.. next.Select(question => question.Text)], ending.Token);
        }
        catch (OperationCanceledException)
        {
            return ShellStop.Closed;
        }
    }

    /// <summary>The next answer; null when another question came before.</summary>
    private async Task<ShellReply?> NextAnswer(bool full)
    {
        if (coming is { IsCompleted: true })
        {
            coming = null;
        }

        try
        {
            var orElse = full || queue.Reader.Completion.IsCompleted ? null : MoreJobs();
            return await shell.NextAnswer(orElse, ending.Token);
        }
        catch (OperationCanceledException)
        {
            return new(ShellStop.Closed, "");
        }
    }

    /// <summary>Types one line; afterwards the session is either at its prompt again, or lost.</summary>
    private async Task<ShellReply> Type(string line, Func<bool> allowed)
    {
        if (Lost is not null)
        {
            return new(ShellStop.NotTyped, "");
        }

        ShellReply reply;
        try
        {
            reply = await shell.Type(line, allowed, ending.Token);
        }
        catch (OperationCanceledException)
        {
            reply = new(ShellStop.Closed, "");
        }

        log.LogDebug("Typed {Line} on {Gateway}: {Stop}", line, gateway.Name, reply.Stop);
        if (reply.Stop is not (ShellStop.Done or ShellStop.NotAllowed))
        {
            await GiveUp(reply.Stop);
        }

        return reply;
    }

    private async Task GiveUp(ShellStop stop)
    {
        Lose(
            stop switch
            {
                ShellStop.Silent => $"Nothing came for {limits.Silence.TotalSeconds:0} s in the middle of an answer.",
                ShellStop.TooLong => $"An answer was longer than {limits.LongestAnswer / 1024 / 1024} MiB.",
                ShellStop.NotTyped => "The connection was lost.",
                _ => "The connection was lost in the middle of an answer.",
            }
        );
        await channel.DisposeAsync();
    }

    /// <summary>Closes it as a person would: a session that is merely dropped counts among the box's five until it times out.</summary>
    private async Task Leave()
    {
        if (Lost is not null)
        {
            return;
        }

        using var patience = new CancellationTokenSource(limits.Farewell, clock);
        try
        {
            await shell.Leave(patience.Token);
        }
        catch (OperationCanceledException)
        {
            log.LogInformation("{Gateway} did not hang up by itself", gateway.Name);
        }
    }

    private void Lose(string cameBack)
    {
        var failure = ConnectFailure.Lost(gateway, cameBack);
        if (Interlocked.CompareExchange(ref lost, failure, comparand: null) is null && Volatile.Read(ref disposed) == 0)
        {
            log.LogWarning("Lost the session on {Gateway}: {CameBack}", gateway.Name, cameBack);
        }
    }
}
