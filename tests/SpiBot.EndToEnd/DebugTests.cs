namespace SpiBot.EndToEnd;

/// <summary>A debug from the words to the console and back: in a session of its own, bounded, explained, and gone afterwards.</summary>
[Collection<ClearLab>]
public sealed class DebugTests(LabFixture lab)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Proposed_approved_listened_to_explained_and_gone()
    {
        var incident = lab.Begin("peer-on-old-sa");

        var plan = await incident.Do("debug peer 203.0.113.9 on hq-fw1");
        Assert.Contains("debug crypto condition peer 203.0.113.9", plan);
        Assert.Empty(incident.Changes);
        var outcome = await incident.Do("lead: press:Approve");

        Assert.Contains("Debug of 203.0.113.9 on hq-fw1 is over", outcome);
        var told = await incident.Said("Points to peer-on-old-sa.");
        Assert.Contains("Sending INVALID_SPI notify", told);
        Assert.Contains(Witness.Of(lab.Lab.Network).BerlinSends!, told);
        Assert.Equal(
            [
                "debug crypto condition peer 203.0.113.9",
                "debug crypto ikev1 127",
                "debug crypto ikev2 protocol 127",
                "debug crypto ikev2 platform 127",
                "debug crypto ipsec 127",
            ],
            incident.Changes.Take(5).Select(line => line["hq-fw1: ".Length..])
        );
        Assert.DoesNotContain(incident.Typed, typed => typed.Line.Contains("undebug", StringComparison.Ordinal));
        await NothingStands("hq-fw1");
    }

    /// <summary>Where debug is only in the diagnostic CLI, which keeps others out as long as it is attached.</summary>
    [Fact]
    public async Task On_an_FTD_the_diagnostic_CLI_is_left_and_nothing_stands()
    {
        var incident = lab.Begin("ftd-on-old-sa");

        var plan = await incident.Do("debug peer 198.51.100.1 on vienna-ftd1");
        Assert.Contains("system support diagnostic-cli", plan);
        var outcome = await incident.Do("lead: press:Approve");

        Assert.Contains("Debug of 198.51.100.1 on vienna-ftd1 is over", outcome);
        await NothingStands("vienna-ftd1");
        Assert.Equal(
            [
                "system support diagnostic-cli",
                "debug crypto condition peer 198.51.100.1",
                "debug crypto ikev1 127",
                "debug crypto ikev2 protocol 127",
                "debug crypto ikev2 platform 127",
                "debug crypto ipsec 127",
                "no debug crypto ikev1",
                "no debug crypto ikev2 protocol",
                "no debug crypto ikev2 platform",
                "no debug crypto ipsec",
                "no debug crypto condition peer 198.51.100.1",
                "^A d",
            ],
            incident.Changes.Select(line => line["vienna-ftd1: ".Length..])
        );
    }

    [Fact]
    public async Task A_condition_of_somebody_else_keeps_it_out()
    {
        var incident = lab.Begin("peer-on-old-sa");
        await incident.Do("debug peer 203.0.113.9 on hq-fw1");
        lab.Lab.Network.Look(world =>
        {
            world.Of(lab.Lab.Network.Firewall("hq-fw1")).Debug.Peers.Add(System.Net.IPAddress.Parse("192.0.2.77"));
            return true;
        });

        var outcome = await incident.Do("lead: press:Approve");

        Assert.Contains("A debug condition stands there already (192.0.2.77)", outcome);
        Assert.Empty(incident.Changes);
    }

    [Fact]
    public async Task Killed_while_it_is_on_it_takes_the_condition_away_at_the_next_start()
    {
        var incident = lab.Begin("peer-on-old-sa");
        await incident.Do("debug peer 203.0.113.9 on hq-fw1");
        using var given = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var approving = incident.TryUntil("lead: press:Approve", given.Token);
        await incident.Said("Listening: debug the negotiations");

        await lab.Lab.KillAndRestartSpiBot(Ct);

        await incident.Said("SpiBot was stopped while it listened to the debug on hq-fw1");
        await NothingStands("hq-fw1");
        await given.CancelAsync();
        await approving.ContinueWith(
            _ => { },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default
        );
    }

    private async Task NothingStands(string gateway)
    {
        var box = lab.Lab.Network.Firewall(gateway);
        while (lab.Lab.Network.Look(world => world.Of(box).Debug.Peers.Count) > 0)
            await Task.Delay(20, Ct);
    }
}
