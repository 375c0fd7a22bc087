using System.Diagnostics;
using SpiBot.Lab.Channel;

namespace SpiBot.EndToEnd.Faults;

/// <summary>SpiBot's process is killed (kill -9) at each step of a clear, and started again.</summary>
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
        foreach (var trail in await Reckoning.Hold(Lab, told, since))
            Say($"{trail}");
    }

    /// <param name="beside">Another clear stands at this step when the first one comes to its.</param>
    private async Task<IReadOnlyList<Told>> KilledAt(KillPoint point, KillPoint? beside, int turn)
    {
        using var limit = FaultyLab.Limited();
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stories = new List<Task<Told>>();
        if (beside is not null)
        {
            var (held, story) = beside.Begin(
                Lab,
                HeldGateway,
                HeldPeers[turn % HeldPeers.Length],
                limit.Token,
                killed.Task
            );
            stories.Add(story);
            await Come(held, story);
            Lab.Hold(HeldGateway);
        }

        var (moment, passing) = point.Begin(Lab, Gateway, Peers[turn % Peers.Length], limit.Token);
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

    private static void Say(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
