using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Debugs;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Ssh;

/// <summary>
/// The queue before one shell: questions and changes go through it in the order they were asked. Questions are typed ahead where the box takes that;
/// a change waits for all before it, and nothing is typed behind it.
/// </summary>
internal sealed class GatewaySession : IDebugSession
{
    /// <summary>Long enough for a refusal to come back.</summary>
    private static readonly TimeSpan FirstListen = TimeSpan.FromSeconds(1);

    private readonly GatewayEntry gateway;
    private readonly SessionDialect dialect;
    private readonly LiveShell live;
    private readonly Questioning questioning;
    private readonly AnsweredAtLogin answered;
    private readonly SessionLimits limits;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly Channel<IJob> queue = Channel.CreateUnbounded<IJob>(
        new UnboundedChannelOptions { SingleReader = true }
    );
    private readonly Task working;
    private readonly Task watching;
    private int disposed;

    public GatewaySession(
        GatewayEntry gateway,
        SessionDialect dialect,
        Shell shell,
        IShellChannel channel,
        AnsweredAtLogin answered,
        SessionLimits limits,
        TimeProvider clock,
        ILogger log
    )
    {
        this.gateway = gateway;
        this.dialect = dialect;
        this.answered = answered;
        this.limits = limits;
        this.clock = clock;
        this.log = log;
        live = new LiveShell(gateway, shell, channel, limits, clock, log);
        questioning = new Questioning(gateway, live, queue.Reader, log);
        working = Work();
        watching = live.Watch();
    }

    public GatewayFailure? Lost => live.Lost;

    public Task<Answer<T>> Ask<T>(Query<T> query, CancellationToken ct)
        where T : class
    {
        var question = new Question<T>(query, dialect, ct);
        if (Lost is null && answered.Take(query.Text) is { } reply)
        {
            question.Take(reply, lost: null);
            return question.Answer;
        }

        if (gateway.Context is { } context && query.Text == dialect.Sessions?.Query.Text)
        {
            return Task.FromResult(
                Answer.NoSuchThing<T>(
                    $"the context {context} counts only the sessions that logged in to it: SpiBot's was counted where it logged in"
                )
            );
        }

        return queue.Writer.TryWrite(question)
            ? question.Answer
            : Task.FromResult(Answer.NotRead<T>("connection lost: the session was closed"));
    }

    public Task<ChangeAnswer> Apply(ChangeAuthorization authorization, CancellationToken ct) =>
        Apply(authorization.Gateway, authorization.Lines, authorization.IfRefused, () => authorization.StillHolds, ct);

    public Task<ChangeAnswer> Perform(DutyAuthorization authorization, CancellationToken ct) =>
        Apply(authorization.Gateway, authorization.Lines, authorization.IfRefused, () => authorization.StillHolds, ct);

    /// <summary>The caller may give up before the first line is written; after that the change goes its way, and its answer with it.</summary>
    internal Task<ChangeAnswer> Apply(
        string authorizedGateway,
        IReadOnlyList<string> lines,
        LinesInside? ifRefused,
        Func<bool> stillHolds,
        CancellationToken ct
    )
    {
        var typing = new ChangeTyping(gateway, dialect, live);
        var asked = new TaskCompletionSource<ChangeAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var queued = queue.Writer.TryWrite(
            new AloneJob(async () =>
            {
                try
                {
                    asked.TrySetResult(await typing.Type(authorizedGateway, lines, ifRefused, stillHolds, ct));
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

    public async Task<ChangeAnswer> Begin(ChangeAuthorization authorization, CancellationToken ct)
    {
        var typing = new ChangeTyping(gateway, dialect, live);
        if (!string.Equals(authorization.Gateway, gateway.Name, StringComparison.OrdinalIgnoreCase))
        {
            return typing.NotTyped($"The authorization is for {authorization.Gateway}.");
        }

        ct.ThrowIfCancellationRequested();
        string? outside = null;
        var reply = await Alone(async () =>
        {
            // Debug comes into the command line it was switched on in: where there is one inside, it is that.
            if (dialect.Inner is { } inner && inner.Enter == authorization.IfRefused?.Enter)
            {
                outside = await live.GoInside(inner, () => authorization.StillHolds);
            }

            return outside is null
                ? await live.TypeAndListen(
                    authorization.Lines,
                    () => authorization.StillHolds,
                    FirstListen,
                    limits.LongestAnswer,
                    ct
                )
                : new ShellReply(ShellStop.NotTyped, "");
        });
        if (outside is not null)
        {
            return typing.NotTyped(outside);
        }

        return reply.Stop switch
        {
            ShellStop.Done => Begun(authorization.Lines, reply),
            ShellStop.NotAllowed => typing.NotTyped("The time to type it had passed."),
            ShellStop.NotTyped => typing.NotTyped("The connection was lost before."),
            _ => new(
                Typed: true,
                reply.Text.ToString(),
                Refusal: null,
                ConnectFailure.Lost(
                    gateway,
                    "The connection was lost after the lines were sent: they may have taken effect."
                )
            ),
        };
    }

    public async Task<Heard> Listen(TimeSpan time, int mostBytes, CancellationToken ct)
    {
        var reply = await Alone(() => live.TypeAndListen([], static () => true, time, mostBytes, ct));
        return new Heard(reply.Text.ToString(), reply.Text.Length > mostBytes);
    }

    public Task End(DutyAuthorization authorization, CancellationToken ct) =>
        Alone(async () =>
        {
            var reply = await live.TypeAndListen(
                authorization.Lines,
                () => authorization.StillHolds,
                limits.Farewell,
                limits.LongestAnswer,
                ct
            );
            await live.GoOutside();
            return reply;
        });

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

        await live.Interrupt();
        await working;
        await live.DisposeAsync();
        await watching;
        log.LogInformation("Closed the session on {Gateway}", gateway.Name);
    }

    /// <summary>The lines went at once: where one was refused, the others may have been taken.</summary>
    private ChangeAnswer Begun(IReadOnlyList<string> lines, ShellReply reply)
    {
        var refusal = TerminalAnswer.RefusalIn(reply.Text.Span, dialect);
        return new(Typed: true, reply.Text.ToString(), refusal, Failure: null)
        {
            Part = refusal is not null && lines.Count > 1 ? new TypedPart([], Perhaps: lines) : null,
        };
    }

    /// <summary>Behind all that was asked before, and nothing is typed ahead of it.</summary>
    private async Task<ShellReply> Alone(Func<Task<ShellReply>> work)
    {
        var done = new TaskCompletionSource<ShellReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        var queued = queue.Writer.TryWrite(
            new AloneJob(async () =>
            {
                try
                {
                    done.TrySetResult(await work());
                }
                catch (Exception e)
                {
                    done.TrySetException(e);
                }
            })
        );
        return queued ? await done.Task : new(ShellStop.NotTyped, "");
    }

    private async Task Work()
    {
        while (await questioning.MoreJobs())
        {
            while (queue.Reader.TryRead(out var job))
            {
                try
                {
                    await (
                        job switch
                        {
                            AloneJob alone => alone.Do(),
                            IQuestion question => questioning.Ask(question),
                            _ => throw new InvalidOperationException("A job of an unknown kind was queued."),
                        }
                    );
                }
                catch (Exception e)
                {
                    // What stands on the terminal is not known any more. Whoever waits in the queue is told so, and not left waiting.
                    log.LogError(e, "The session on {Gateway} broke", gateway.Name);
                    await live.GiveUp(ShellStop.Closed);
                }
            }
        }
    }
}
