using System.Diagnostics;
using SpiBot.Lab.Firewalls;

namespace SpiBot.EndToEnd.Faults;

/// <summary>SpiBot's process is killed (kill -9) while clears are under way, and started again.</summary>
public sealed class KillTests
{
    /// <summary>Long enough that a kill hits between a line and its answer, short enough that a look takes a second.</summary>
    private static readonly TimeSpan Thinking = TimeSpan.FromMilliseconds(30);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task At_every_step_nothing_is_typed_twice_or_without_approval_and_no_approval_is_lost()
    {
        await using var lab = await FaultyLab.Start();
        Slow(lab);
        var told = new List<Told>();
        foreach (var point in KillPoint.All)
        {
            var began = Stopwatch.GetTimestamp();
            told.Add(await KilledAt(lab, point));
            Say($"{point.Name}: {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        }

        foreach (var trail in await Reckoning.Hold(lab, told))
            Say($"{trail}");
    }

    [Fact]
    public async Task At_random_moments_too()
    {
        await using var lab = await FaultyLab.Start();
        Slow(lab);
        var said = await RandomKills.Run(lab, Nightly.Kills(4), seed: 7);
        foreach (var line in said)
            Say(line);
    }

    private static async Task<Told> KilledAt(FaultyLab lab, KillPoint point)
    {
        using var limit = FaultyLab.Limited();
        var pressing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var moment = point.Comes(lab, "hq-fw1", pressing.Task, limit.Token);
        var story = new ClearStory(lab, "hq-fw1", "192.0.2.77", () => 0)
        {
            Denied = point.Denies,
            Pressing = () => pressing.TrySetResult(),
        }.Run();
        await Task.WhenAny(moment, story);
        await moment;
        await lab.Lab.KillAndRelaunch(0);
        if (point.Twice)
        {
            await lab.Up();
            await lab.Lab.KillAndRelaunch(0);
        }

        var told = await story;
        await lab.Up();
        return told;
    }

    private static void Slow(FaultyLab lab)
    {
        foreach (var gateway in lab.Lab.Network.Gateways)
            lab.Lab.Network.Firewall(gateway.Name).Traits = new FirewallTraits { Latency = Thinking };
    }

    private static void Say(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
