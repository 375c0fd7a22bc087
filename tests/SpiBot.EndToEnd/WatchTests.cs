namespace SpiBot.EndToEnd;

/// <summary>A watch over real SSH: nobody says anything, and the card comes.</summary>
[Collection<ClearLab>]
public sealed class WatchTests(LabFixture lab)
{
    [Fact]
    public async Task A_fault_that_begins_is_checked_and_told_by_itself_and_so_is_that_it_is_over()
    {
        var incident = lab.Begin("healthy");
        Assert.Contains("until", await incident.Do("watch peer 203.0.113.9 on hq-fw1 for 1h"));
        lab.Lab.Network.Switch("peer-on-old-sa");

        var began = await incident.Wait("A fault begins: hq-fw1 ↔ 203.0.113.9");
        Assert.Contains("On-call engineer", began);
        var check = await incident.Wait("[Propose the clear]");
        Assert.StartsWith("berlin-fw1 sends with an SPI that hq-fw1 no longer knows", check, StringComparison.Ordinal);

        lab.Lab.Network.Switch("healthy");
        await incident.Wait("Over: hq-fw1 ↔ 203.0.113.9");
        Assert.Contains("One tunnel is watched in this channel", await incident.Do("watches"));
        Assert.Contains("No longer watched", await incident.Do("unwatch peer 203.0.113.9 on hq-fw1"));
        Assert.Empty(incident.Changes);
        // One of the few that such a box has, for all looks and the check.
        Assert.InRange(incident.Typed.Count(typed => typed is { Gateway: "hq-fw1", Line: "terminal pager 0" }), 0, 1);
    }
}
