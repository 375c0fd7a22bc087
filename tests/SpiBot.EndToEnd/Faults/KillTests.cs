using System.Diagnostics;
using SpiBot.Lab.Channel;

namespace SpiBot.EndToEnd.Faults;

/// <summary>SpiBot's process is killed (kill -9) while clears are under way, or something of its stands on a firewall, and started again.</summary>
public sealed class KillTests(OneSpiBot one) : IClassFixture<OneSpiBot>
{
    private const string Gateway = "hq-fw1";
    private const string Peer = "192.0.2.77";

    /// <summary>Where another clear is held at another step, so that one kill hits both.</summary>
    private const string HeldGateway = "berlin-fw1";

    /// <summary>They take turns: the same line typed again within seconds, which a cool-down rules out elsewhere, looks in a gateway's log as if it were the one before.</summary>
    private static readonly string[] Peers = [Peer, "192.0.2.141", "192.0.2.210"];
    private static readonly string[] HeldPeers = ["192.0.2.200", "198.51.100.1"];

    private FaultyLab Lab => one.Lab;

    [Fact]
    public async Task At_every_step_nothing_is_typed_twice_or_without_approval_and_no_approval_is_lost()
    {
        var (told, since) = (new List<Told>(), TimeProvider.System.GetUtcNow());
        var held = new Queue<KillPoint>(KillPoint.Held);
        foreach (var (turn, point) in KillPoint.Passing.Index())
        {
            var began = Stopwatch.GetTimestamp();
            held.TryDequeue(out var beside);
            told.AddRange(await KilledAt(point, beside, turn));
            Say($"{point.Name}, {beside?.Name}: {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        }

        Assert.Empty(held);
        await Held(told, since);
    }

    [Fact]
    public async Task At_random_moments_too()
    {
        foreach (var line in await RandomKills.Run(Lab, Nightly.Kills(2), seed: 7))
            Say(line);
    }

    [Fact]
    public async Task While_a_capture_or_a_debug_stands_all_of_it_is_taken_away()
    {
        var (told, since) = (new List<Told>(), TimeProvider.System.GetUtcNow());
        foreach (var point in KillPoint.OfLeftovers)
        {
            var began = Stopwatch.GetTimestamp();
            if (await KilledWhileItStands(point) is { } story)
                told.Add(story);
            Say($"{point.Name}: {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        }

        await Held(told, since);
        Assert.Contains(Lab.Lab.Network.TypedLines, line => line.Line.StartsWith("capture ", StringComparison.Ordinal));
        Assert.Contains(Lab.Lab.Network.TypedLines, line => line.Line == "debug crypto ipsec 127");
    }

    /// <param name="beside">Another clear stands at this step when the first one comes to its.</param>
    private async Task<IReadOnlyList<Told>> KilledAt(KillPoint point, KillPoint? beside, int turn)
    {
        using var limit = FaultyLab.Limited();
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stories = new List<Task<Told>>();
        if (beside is not null)
        {
            var (held, story) = Begin(
                beside,
                HeldGateway,
                HeldPeers[turn % HeldPeers.Length],
                limit.Token,
                killed.Task
            );
            stories.Add(story);
            await Come(held, story);
            Lab.Hold(HeldGateway);
        }

        var (moment, passing) = Begin(point, Gateway, Peers[turn % Peers.Length], limit.Token);
        stories.Add(passing);
        await Come(moment, passing);
        var relaunched = Lab.Lab.KillAndRelaunch(0);
        Lab.Slow();
        killed.SetResult();
        await relaunched;
        if (point.Twice)
        {
            await Lab.Up();
            await Lab.Lab.KillAndRelaunch(0);
        }

        var told = await Task.WhenAll(stories);
        await Lab.Up();
        return told;
    }

    /// <summary>A story that broke is told of at once.</summary>
    private static async Task Come(Task moment, Task<Told> story)
    {
        await Task.WhenAny(moment, story);
        if (story.IsFaulted)
            await story;
        await moment;
    }

    private (Task Moment, Task<Told> Story) Begin(
        KillPoint point,
        string gateway,
        string peer,
        CancellationToken ct,
        Task? killed = null
    )
    {
        var saying = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var pressing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var moment = point.Comes(Lab, gateway, new Delivering(saying.Task, pressing.Task), ct);
        var story = new ChangeStory(Lab, point.Wishes(gateway, peer), () => 0)
        {
            Denied = point.Denies,
            Saying = () => saying.TrySetResult(),
            Pressing = () => pressing.TrySetResult(),
            Waits = point.BeforeTheButton ? killed! : Task.CompletedTask,
        }.Run();
        return (moment, story);
    }

    private async Task<Told?> KilledWhileItStands(KillPoint point)
    {
        using var limit = FaultyLab.Limited();
        Task moment;
        Task<Told>? debugged = null;
        if (point.Traces)
        {
            moment = point.Comes(Lab, Gateway, new Delivering(Task.CompletedTask, Task.CompletedTask), limit.Token);
            Assert.True(await Lab.Say(Person.OnCallEngineer, $"trace {Peer} on {Gateway}"));
        }
        else
        {
            (moment, debugged) = Begin(point, Gateway, Peer, limit.Token);
        }

        await moment;
        if (point.CutsOff)
            await CutOff(limit.Token);
        else
            await Lab.Lab.KillAndRelaunch(0);
        var told = debugged is null ? null : await debugged;
        await Lab.Up();
        while (Lab.Leftovers().Count > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        return told;
    }

    /// <summary>The gateway is away when SpiBot starts again.</summary>
    private async Task CutOff(CancellationToken ct)
    {
        Lab.Line.Cut();
        await Lab.Lab.KillAndRelaunch(0);
        var before = Lab.Line.TurnedAway;
        while (Lab.Line.TurnedAway == before)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, ct);
        Assert.NotEmpty(Lab.Leftovers());
        Lab.Line.Mend();
    }

    private async Task Held(IReadOnlyCollection<Told> told, DateTimeOffset since)
    {
        foreach (var trail in await Reckoning.Hold(Lab, told, since))
            Say($"{trail}");
    }

    private static void Say(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
