using System.Diagnostics;
using SpiBot.Lab.Channel;

namespace SpiBot.EndToEnd.Faults;

/// <summary>SpiBot's process is killed (kill -9) while a capture or a debug of its stands on a firewall, and started again.</summary>
public sealed class LeftoverKillTests(OneSpiBot one) : IClassFixture<OneSpiBot>
{
    private const string Gateway = "hq-fw1";
    private const string Peer = "192.0.2.77";

    private FaultyLab Lab => one.Lab;

    [Fact]
    public async Task All_of_it_is_taken_away()
    {
        var (told, since) = (new List<Told>(), TimeProvider.System.GetUtcNow());
        foreach (var point in KillPoint.OfLeftovers)
        {
            var began = Stopwatch.GetTimestamp();
            if (await KilledWhileItStands(point) is { } story)
                told.Add(story);
            Say($"{point.Name}: {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        }

        foreach (var trail in await Reckoning.Hold(Lab, told, since))
            Say($"{trail}");
        Assert.Contains(Lab.Lab.Network.TypedLines, line => line.Line.StartsWith("capture ", StringComparison.Ordinal));
        Assert.Contains(Lab.Lab.Network.TypedLines, line => line.Line == "debug crypto ipsec 127");
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
            (moment, debugged) = point.Begin(Lab, Gateway, Peer, limit.Token);
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

    private static void Say(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
