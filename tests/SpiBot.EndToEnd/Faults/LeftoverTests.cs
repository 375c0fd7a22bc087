using SpiBot.Lab.Channel;

namespace SpiBot.EndToEnd.Faults;

/// <summary>SpiBot's process is killed (kill -9) while something of its stands on a firewall: all of it is taken away.</summary>
public sealed class LeftoverTests
{
    private const string Gateway = "hq-fw1";
    private const string Peer = "192.0.2.77";

    [Fact]
    public async Task Killed_while_a_capture_or_a_debug_stands_all_of_it_is_taken_away()
    {
        await using var lab = await FaultyLab.Start();
        lab.Slow();
        var told = new List<Told>();
        foreach (var point in KillPoint.OfLeftovers)
            if (await KilledAt(lab, point) is { } story)
                told.Add(story);

        foreach (var trail in await Reckoning.Hold(lab, told))
            TestContext.Current.TestOutputHelper?.WriteLine($"{trail}");
        Assert.Contains(lab.Lab.Network.TypedLines, line => line.Line.StartsWith("capture ", StringComparison.Ordinal));
        Assert.Contains(lab.Lab.Network.TypedLines, line => line.Line == "debug crypto ipsec 127");
    }

    private static async Task<Told?> KilledAt(FaultyLab lab, KillPoint point)
    {
        using var limit = FaultyLab.Limited();
        var moment = point.Comes(lab, Gateway, Task.CompletedTask, limit.Token);
        var debugged = point.Debugs ? new ClearStory(lab, Gateway, Peer, () => 0) { Debugs = true }.Run() : null;
        if (debugged is null)
            Assert.True(await lab.Say(Person.OnCallEngineer, $"trace {Peer} on {Gateway}"));
        await moment;
        if (point.CutsOff)
            await CutOff(lab, limit.Token);
        else
            await lab.Lab.KillAndRelaunch(0);
        var told = debugged is null ? null : await debugged;
        await lab.Up();
        while (lab.Leftovers().Count > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        return told;
    }

    /// <summary>The gateway is away when SpiBot starts again, and when it starts once more.</summary>
    private static async Task CutOff(FaultyLab lab, CancellationToken ct)
    {
        lab.Line.Cut();
        for (var start = 0; start < 2; start++)
        {
            await lab.Lab.KillAndRelaunch(0);
            var before = lab.Line.TurnedAway;
            while (lab.Line.TurnedAway == before)
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, ct);
        }

        Assert.NotEmpty(lab.Leftovers());
        lab.Line.Mend();
    }
}
