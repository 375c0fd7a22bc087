using Microsoft.Extensions.Logging;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms;

namespace SpiBot.Gateways.Ssh;

/// <summary>A session's shell as long as it lives: after each thing done it is at its prompt again, or lost for good, with the reason.</summary>
internal sealed class LiveShell(
    GatewayEntry gateway,
    Shell shell,
    IShellChannel channel,
    SessionLimits limits,
    TimeProvider clock,
    ILogger log
) : IAsyncDisposable
{
    private readonly CancellationTokenSource ending = new();
    private GatewayFailure? lost;
    private InnerCommandLine? inside;
    private volatile bool closing;

    public GatewayFailure? Lost => Volatile.Read(ref lost);

    public bool TakesTypeAhead => shell.TakesTypeAhead;

    public bool Fits(string line) => shell.Fits(line);

    /// <summary>Ends when the connection does.</summary>
    public async Task Watch()
    {
        await Task.WhenAny(channel.Output.Completion);
        Lose("The connection was lost.");
    }

    /// <summary>Types one line.</summary>
    /// <param name="allowed">Asked immediately before the bytes are written; false: they are not.</param>
    /// <param name="part">Takes the parts of a long answer: see <see cref="Shell.Type"/>.</param>
    public async Task<ShellReply> Type(string line, Func<bool> allowed, Action<ReadOnlyMemory<char>>? part = null)
    {
        if (Lost is not null)
        {
            return new(ShellStop.NotTyped, "");
        }

        ShellReply reply;
        try
        {
            reply = await shell.Type(line, allowed, ending.Token, part);
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

    /// <summary>Types lines without waiting, and listens: see <see cref="Shell.TypeAndListen"/>.</summary>
    public async Task<ShellReply> TypeAndListen(
        IReadOnlyList<string> lines,
        Func<bool> allowed,
        TimeSpan time,
        int mostBytes,
        CancellationToken ct
    )
    {
        if (Lost is not null)
        {
            return new(ShellStop.NotTyped, "");
        }

        using var over = new CancellationTokenSource(time, clock);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(ending.Token, over.Token, ct);
        var reply = await shell.TypeAndListen(lines, allowed, time, mostBytes, any.Token);
        log.LogDebug("Typed {Lines} on {Gateway}: {Stop}", string.Join("; ", lines), gateway.Name, reply.Stop);
        if (reply.Stop is not (ShellStop.Done or ShellStop.NotAllowed))
        {
            await GiveUp(reply.Stop);
        }

        return reply;
    }

    /// <summary>Types lines that only read, without waiting for their answers.</summary>
    public async Task<ShellStop> TypeAhead(IReadOnlyList<string> lines)
    {
        if (Lost is not null)
        {
            return ShellStop.NotTyped;
        }

        log.LogDebug("Typed {Lines} on {Gateway}", string.Join("; ", lines), gateway.Name);
        try
        {
            return await shell.TypeAhead(lines, ending.Token);
        }
        catch (OperationCanceledException)
        {
            return ShellStop.Closed;
        }
    }

    /// <summary>The next answer to a line typed ahead, or a part of it; null when <paramref name="orElse"/> completed before.</summary>
    public async Task<ShellReply?> NextAnswer(Task? orElse)
    {
        try
        {
            return await shell.NextAnswer(orElse, ending.Token);
        }
        catch (OperationCanceledException)
        {
            return new(ShellStop.Closed, "");
        }
    }

    /// <summary>The answer that was given last has been read.</summary>
    public void ForgetAnswer() => shell.ForgetAnswer();

    /// <summary>
    /// Works in the command line inside the box's own. It is left again whatever comes of the work, also where the session is lost or closed meanwhile.
    /// </summary>
    /// <param name="allowed">Asked before it is entered.</param>
    /// <returns>Why it was not entered, in a sentence; null when it was.</returns>
    public async Task<string?> Inside(InnerCommandLine inner, Func<bool> allowed, Func<Task> work)
    {
        try
        {
            var notEntered = await GoInside(inner, allowed);
            if (notEntered is null)
            {
                await work();
            }

            return notEntered;
        }
        finally
        {
            await GoOutside();
        }
    }

    /// <summary>Goes into the command line inside the box's own, until <see cref="GoOutside"/>, or until the session ends.</summary>
    /// <param name="allowed">Asked before it is entered.</param>
    /// <returns>Why it was not entered, in a sentence; null when it was.</returns>
    public async Task<string?> GoInside(InnerCommandLine inner, Func<bool> allowed)
    {
        if (Lost is not null)
        {
            return "The connection was lost before.";
        }

        if (!allowed())
        {
            return "The time to type it had passed.";
        }

        // From the first byte on it may be attached.
        inside = inner;
        var notEntered = await Enter(inner);
        if (notEntered is not null)
        {
            await GoOutside();
        }

        return notEntered;
    }

    /// <summary>Ends what is being waited for.</summary>
    public Task Interrupt()
    {
        closing = true;
        return ending.CancelAsync();
    }

    /// <summary>Closes it as a person would: a session that is merely dropped counts among the box's five until it times out.</summary>
    public async ValueTask DisposeAsync()
    {
        closing = true;
        await GoOutside();
        if (Lost is null)
        {
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

        Lose("It was closed.");
        await channel.DisposeAsync();
        ending.Dispose();
    }

    /// <summary>It cannot be used any more, for this reason.</summary>
    public async Task GiveUp(ShellStop stop)
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
        await GoOutside();
        await channel.DisposeAsync();
    }

    private async Task<string?> Enter(InnerCommandLine inner)
    {
        (ShellStop Stop, string? Refusal) entered;
        try
        {
            entered = await shell.Enter(inner, ending.Token);
        }
        catch (OperationCanceledException)
        {
            entered = (ShellStop.Closed, null);
        }

        log.LogDebug("Typed {Line} on {Gateway}: {Stop}", inner.Enter, gateway.Name, entered.Stop);
        if (entered.Stop != ShellStop.Done)
        {
            await GiveUp(entered.Stop);
        }

        return entered switch
        {
            { Stop: ShellStop.Done, Refusal: null } => null,
            { Stop: ShellStop.Done, Refusal: var refusal } => $"`{inner.Enter}` did not lead in: {refusal}",
            _ => $"`{inner.Enter}` did not lead to a prompt: {Lost?.CameBack}",
        };
    }

    /// <summary>Leaves the command line inside, from anywhere in it; does nothing where none was entered.</summary>
    public async Task GoOutside()
    {
        if (inside is not { } inner)
        {
            return;
        }

        inside = null;
        using var patience = new CancellationTokenSource(limits.Farewell, clock);
        ShellStop left;
        try
        {
            left = await shell.Leave(inner, patience.Token);
        }
        catch (OperationCanceledException)
        {
            left = ShellStop.Silent;
        }

        if (left != ShellStop.Done)
        {
            log.LogWarning("{Gateway} was not seen to leave {Inner}: {Stop}", gateway.Name, inner.Enter, left);
            if (Lost is null)
            {
                await GiveUp(left);
            }
        }
    }

    private void Lose(string cameBack)
    {
        var failure = ConnectFailure.Lost(gateway, cameBack);
        if (Interlocked.CompareExchange(ref lost, failure, comparand: null) is null && !closing)
        {
            log.LogWarning("Lost the session on {Gateway}: {CameBack}", gateway.Name, cameBack);
        }
    }
}
