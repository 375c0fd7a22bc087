using SpiBot.Gateways;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Debugs;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Ssh;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Operations;

/// <summary>A session that types into the state of its box.</summary>
internal sealed class FakeSession(FakeBox box) : IDebugSession
{
    private string? peerOfDebug;

    public FakeBox Box { get; } = box;

    public GatewayFailure? Lost { get; set; }

    public Task<Answer<T>> Ask<T>(Query<T> query, CancellationToken ct)
        where T : class =>
        query is Query<LoggedEvents>
            ? Task.FromResult(
                (Answer<T>)(object)Answer.Of(new LoggedEvents(Box.LogLevel is not null, Box.LogLevel, [.. Box.Log]))
            )
            : throw new NotSupportedException("the fake platform reads the box's state");

    public Task<ChangeAnswer> Apply(ChangeAuthorization authorization, CancellationToken ct)
    {
        if (!authorization.StillHolds)
        {
            return Task.FromResult(new ChangeAnswer(Typed: false, "", Refusal: null, Failure: null));
        }

        if (Box.Refuses is { } refusal)
        {
            Box.Typed.Enqueue(authorization.Lines[0]);
            return Task.FromResult(new ChangeAnswer(Typed: true, refusal, refusal, Failure: null));
        }

        foreach (var line in authorization.Lines)
        {
            Box.Type(line);
        }

        return Task.FromResult(new ChangeAnswer(Typed: true, "", Refusal: null, Failure: null));
    }

    public Task<ChangeAnswer> Begin(ChangeAuthorization authorization, CancellationToken ct)
    {
        if (!authorization.StillHolds)
        {
            return Task.FromResult(new ChangeAnswer(Typed: false, "", Refusal: null, Failure: null));
        }

        foreach (var line in authorization.Lines)
        {
            Box.Typed.Enqueue(line);
            FakeLeftovers.Obey(Box, line);
        }

        if (Box.RefusesInPart is { } refused)
        {
            return Task.FromResult(
                new ChangeAnswer(Typed: true, refused, refused, Failure: null)
                {
                    Part = new TypedPart([], authorization.Lines),
                }
            );
        }

        peerOfDebug = authorization.Lines[0].Split(' ')[^1];
        return Task.FromResult(new ChangeAnswer(Typed: true, "", Box.Refuses, Failure: null));
    }

    public async Task<Heard> Listen(TimeSpan time, int mostBytes, CancellationToken ct)
    {
        Assert.NotNull(peerOfDebug);
        await Task.WhenAny(Box.DebugEnds.Task, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct));
        return new Heard(Box.DebugSays, TooMuch: false);
    }

    public Task End(DutyAuthorization authorization, CancellationToken ct)
    {
        Box.Typed.Enqueue($"in its own session: {string.Join("; ", authorization.Lines)}");
        return Task.CompletedTask;
    }

    public async Task<ChangeAnswer> Perform(DutyAuthorization authorization, CancellationToken ct)
    {
        if (!authorization.StillHolds)
        {
            return new ChangeAnswer(Typed: false, "", Refusal: null, Failure: null);
        }

        if (Box.Gate is { } gate)
        {
            await gate(ct);
        }

        foreach (var line in authorization.Lines)
        {
            Box.Typed.Enqueue(line);
            if (Box.Refuses is { } refusal)
            {
                return new ChangeAnswer(Typed: true, refusal, refusal, Failure: null);
            }

            FakeLeftovers.Obey(Box, line);
        }

        return new ChangeAnswer(Typed: true, "", Refusal: null, Failure: null);
    }

    public ValueTask DisposeAsync()
    {
        Interlocked.Increment(ref Box.Closed);
        return ValueTask.CompletedTask;
    }
}
