using System.Diagnostics;

namespace SpiBot.EndToEnd.Faults;

/// <summary>SpiBot's process is killed (kill -9) while clears are under way, and started again.</summary>
public sealed class KillTests
{
    [Fact]
    public async Task At_every_step_nothing_is_typed_twice_or_without_approval_and_no_approval_is_lost()
    {
        await using var lab = await FaultyLab.Start();
        lab.Slow();
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
        lab.Slow();
        var said = await RandomKills.Run(lab, Nightly.Kills(2), seed: 7);
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

    private static void Say(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
