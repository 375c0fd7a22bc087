using SpiBot.Gateways;
using SpiBot.Gateways.Ssh;

namespace SpiBot.Tests.Gateways.Ssh;

/// <summary>The queue before the shell, in made-up time.</summary>
public sealed class GatewaySessionTests
{
    private const string Prompt = "ciscoasa# ";

    private readonly SteppedClock clock = new();
    private readonly CollectedLog<SshGatewayDoor> log = new();

    [Fact]
    public async Task A_silent_box_is_told_and_the_rest_of_the_queue_too()
    {
        var (session, channel) = await Session(line => line == "show run" ? [] : Answer(line));

        var silent = session.Ask(Bench.Text("show run"), Ct);
        var next = session.Ask(Bench.Text("show clock"), Ct);

        Assert.Equal(
            "connection lost: Nothing came for 60 s in the middle of an answer.",
            (await Drive(silent)).NotRead
        );
        Assert.Equal("connection lost: Nothing came for 60 s in the middle of an answer.", (await Drive(next)).NotRead);
        Assert.True(channel.Disposed);
        Assert.DoesNotContain("show clock", channel.Typed);
        Assert.Equal(GatewayFailureKind.SessionLost, session.Lost?.Kind);
        await Close(session);
    }

    [Fact]
    public async Task A_question_nobody_waits_for_any_more_does_not_spoil_the_next()
    {
        var (session, _) = await Session(line =>
            line == "show run"
                ? [new("show run\r\nhalf\r\n"), new("other half\r\n" + Prompt, AfterMilliseconds: 5000)]
                : Answer(line)
        );
        using var impatient = new CancellationTokenSource();

        var given = session.Ask(Bench.Text("show run"), impatient.Token);
        var next = session.Ask(Bench.Text("show clock"), Ct);
        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Assert.Equal("answer\n", (await Drive(next)).Value);
        await Close(session);
    }

    [Fact]
    public async Task A_connection_that_goes_while_nothing_is_asked_is_noticed()
    {
        var (session, channel) = await Session(Answer);

        await channel.DisposeAsync();
        var answer = await Drive(session.Ask(Bench.Text("show clock"), Ct));

        Assert.StartsWith("connection lost", answer.NotRead, StringComparison.Ordinal);
        Assert.NotNull(session.Lost);
        await Close(session);
    }

    [Fact]
    public async Task A_box_that_does_not_hang_up_is_left_after_a_while()
    {
        var (session, channel) = await Session(line => line == "exit" ? [new("exit\r\nare you sure? ")] : Answer(line));

        await Close(session);
        var afterwards = await session.Ask(Bench.Text("show clock"), Ct);

        Assert.True(channel.Disposed);
        Assert.Equal("connection lost: the session was closed", afterwards.NotRead);
    }

    [Fact]
    public async Task What_a_reader_throws_reaches_the_one_who_asked_and_nobody_else()
    {
        var (session, _) = await Session(Answer);
        var broken = new Query<string>("show clock", _ => throw new InvalidOperationException("a bug of ours"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => Drive(session.Ask(broken, Ct)));

        Assert.Equal("answer\n", (await Drive(session.Ask(Bench.Text("show clock"), Ct))).Value);
        await Close(session);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static IReadOnlyList<Fragment> Answer(string line) => [new(line + "\r\nanswer\r\n" + Prompt)];

    private Task<T> Drive<T>(Task<T> work) => clock.Drive(work);

    private Task Close(GatewaySession session) => Drive(Closed(session));

    private static async Task<bool> Closed(GatewaySession session)
    {
        await session.DisposeAsync();
        return true;
    }

    private async Task<(GatewaySession Session, HandFedChannel Channel)> Session(
        Func<string, IReadOnlyList<Fragment>?> outputAfter
    )
    {
        var channel = new HandFedChannel(clock, line => line.Length == 0 ? [new("\r\n" + Prompt)] : outputAfter(line));
        var dialect = new AsaLike().Dialect;
        var limits = new SessionLimits();
        var shell = new Shell(channel, dialect, limits, clock);
        Assert.Equal(ShellStop.Done, await Drive(shell.Learn(Ct)));
        return (Bench.SessionOf(shell, channel, limits, clock, log), channel);
    }
}
