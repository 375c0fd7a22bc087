using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Ssh;

/// <summary>The queue before one shell: questions and changes go through it in the order they were asked, one at a time.</summary>
internal sealed class GatewaySession : IGatewaySession
{
    private readonly GatewayEntry gateway;
    private readonly SessionDialect dialect;
    private readonly Shell shell;
    private readonly IShellChannel channel;
    private readonly SessionLimits limits;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly Channel<Func<Task>> queue = Channel.CreateUnbounded<Func<Task>>(
        new UnboundedChannelOptions { SingleReader = true }
    );
    private readonly CancellationTokenSource ending = new();
    private readonly Task working;
    private readonly Task watching;
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
        var asked = new TaskCompletionSource<Answer<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var queued = queue.Writer.TryWrite(async () =>
        {
            try
            {
                // Nobody waits for it any more. One that is on its way is read to its end, or the next answer would begin with its rest.
                asked.TrySetResult(
                    ct.IsCancellationRequested ? Answer.NotRead<T>("nobody waited for it") : await Read(query)
                );
            }
            catch (Exception e)
            {
                asked.TrySetException(e);
            }
        });
        return queued
            ? asked.Task.WaitAsync(ct)
            : Task.FromResult(Answer.NotRead<T>("connection lost: the session was closed"));
    }

    public Task<ChangeAnswer> Apply(ChangeAuthorization authorization, CancellationToken ct) =>
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
        var queued = queue.Writer.TryWrite(async () =>
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
        });
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
        await foreach (var work in queue.Reader.ReadAllAsync())
        {
            await work();
        }
    }

    private async Task Watch()
    {
        await Task.WhenAny(channel.Output.Completion);
        Lose("The connection was lost.");
    }

    private async Task<Answer<T>> Read<T>(Query<T> query)
        where T : class
    {
        var reply = await Type(query.Text, static () => true);
        if (reply.Stop != ShellStop.Done)
        {
            return Answer.NotRead<T>($"connection lost: {Lost?.CameBack ?? "it was closed."}");
        }

        if (AnswerText.RefusalIn(reply.Text, dialect) is { } refusal)
        {
            return Answer.NotRead<T>($"the device refused it: {refusal}");
        }

        var parsed = query.Read(reply.Text);
        return parsed.Succeeded
            ? Answer.Of(parsed.Value)
            : Answer.NotRead<T>($"the answer was not understood: {parsed.Failure}");
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
            Lose(
                reply.Stop switch
                {
                    ShellStop.Silent =>
                        $"Nothing came for {limits.Silence.TotalSeconds:0} s in the middle of an answer.",
                    ShellStop.TooLong => $"An answer was longer than {limits.LongestAnswer / 1024 / 1024} MiB.",
                    ShellStop.NotTyped => "The connection was lost.",
                    _ => "The connection was lost in the middle of an answer.",
                }
            );
            await channel.DisposeAsync();
        }

        return reply;
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
