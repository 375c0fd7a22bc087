using SpiBot.Lab.Firewalls;

namespace SpiBot.EndToEnd;

/// <summary>A trace from the words to the console: what stands on the firewall meanwhile, and that nothing stays.</summary>
[Collection<OneLab>]
public sealed class TraceTests(LabFixture lab)
{
    [Fact]
    public async Task The_dropped_packets_are_named_and_the_capture_is_gone()
    {
        var incident = lab.Begin("peer-on-old-sa");
        SilenceTheLog();
        var stale = Witness.Of(lab.Lab.Network).BerlinSends!;

        var card = await incident.Do("trace peer 203.0.113.9 on hq-fw1");

        Assert.Contains("berlin-fw1 sends with an SPI that hq-fw1 no longer knows", card.Split('\n')[0]);
        Assert.Contains($"203.0.113.9 sends {stale}", card);
        Assert.Contains($"hq-fw1's trace shows these packets: {stale} from 203.0.113.9", card);
        Assert.Contains("Taken off again at", card);
        var name = incident.Changes.First().Split(' ')[2];
        Assert.StartsWith("spibot-", name, StringComparison.Ordinal);
        Assert.Equal(
            [
                $"hq-fw1: capture {name} type asp-drop np-sp-invalid-spi buffer 32768 packet-length 128 match esp any host 198.51.100.1",
                $"hq-fw1: capture {name} match udp any host 198.51.100.1 eq 4500",
                $"hq-fw1: no capture {name}",
            ],
            incident.Changes
        );
        Assert.Empty(Captures("hq-fw1"));
        Assert.Contains("Nothing of SpiBot's stands on any gateway", await incident.Do("duties"));
    }

    [Fact]
    public async Task A_check_that_cannot_name_the_sender_offers_it()
    {
        var incident = lab.Begin("peer-on-old-sa");
        SilenceTheLog();

        await incident.Do("check 203.0.113.9 on hq-fw1");
        var card = await incident.Do("press:Trace on hq-fw1");

        Assert.Contains("'s trace shows these packets", card);
        Assert.Empty(Captures("hq-fw1"));
    }

    [Fact]
    public async Task A_box_that_denies_it_is_said_and_nothing_stays()
    {
        var incident = lab.Begin("peer-on-old-sa");
        lab.Lab.Network.Firewall("hq-fw1").Traits = new FirewallTraits { DeniedCommands = ["capture"] };

        var card = await incident.Do("trace 203.0.113.9 on hq-fw1");

        Assert.Contains("hq-fw1 refused it: Command authorization failed", card);
        Assert.Contains("berlin-fw1 sends with an SPI", card);
        Assert.Single(incident.Changes);
        Assert.Contains("Nothing of SpiBot's stands on any gateway", await incident.Do("duties"));
    }

    /// <summary>One that sets captures only in its diagnostic CLI, which keeps others out as long as it is attached.</summary>
    [Fact]
    public async Task On_an_FTD_the_diagnostic_CLI_is_left_and_the_capture_is_gone()
    {
        var incident = lab.Begin("ftd-on-old-sa");
        lab.Lab.Network.Firewall("vienna-ftd1").Traits = new FirewallTraits { ChangesOnlyInDiagnosticCli = true };

        var card = await incident.Do("trace peer 198.51.100.1 on vienna-ftd1");

        Assert.Contains("198.51.100.1 sends ", card);
        Assert.Contains("hq-fw1 sends with ", card);
        Assert.Contains("Taken off again at", card);
        var inside = incident.Changes.Where(line => !line.Contains(": capture ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(incident.Changes.Except(inside));
        Assert.Equal(
            inside.Count(line => line == "vienna-ftd1: system support diagnostic-cli"),
            inside.Count(line => line == "vienna-ftd1: ^A d")
        );
        Assert.Equal("vienna-ftd1: ^A d", inside[^1]);
        Assert.Contains(inside, line => line.StartsWith("vienna-ftd1: no capture spibot-", StringComparison.Ordinal));
        Assert.Empty(Captures("vienna-ftd1"));
        Assert.Contains("Nothing of SpiBot's stands on any gateway", await incident.Do("duties"));
    }

    [Fact]
    public async Task Killed_in_the_middle_it_takes_the_capture_away_at_the_next_start()
    {
        var incident = lab.Begin("peer-on-old-sa");
        var running = incident.Try("trace 203.0.113.9 on hq-fw1");
        while (Captures("hq-fw1").Count == 0)
            await Task.Delay(20, TestContext.Current.CancellationToken);

        await lab.Lab.KillAndRestartSpiBot(TestContext.Current.CancellationToken);

        var result = await running;
        Assert.Contains("started again in the middle", result.Said[^1].Text);
        while (Captures("hq-fw1").Count > 0)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Single(incident.Typed, typed => typed.Line.StartsWith("no capture spibot-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_no_duty_knows_is_told_of_and_taken_away()
    {
        var incident = lab.Begin("healthy");
        // Its session is warm: what is looked through is looked through after a login.
        await lab.Lab.KillAndRestartSpiBot(TestContext.Current.CancellationToken);
        lab.Lab.Network.Look(world =>
        {
            world.Of(lab.Lab.Network.Firewall("hq-fw1")).Captures.Add(new Capture("spibot-0ld"));
            return true;
        });

        await incident.Do("inactive on hq-fw1");

        await foreach (var said in lab.Lab.Channel.Transcript.From(0, TestContext.Current.CancellationToken))
            if (said.Text.Contains("the capture spibot-0ld", StringComparison.Ordinal))
                break;
        Assert.Empty(Captures("hq-fw1"));
        Assert.Equal(["hq-fw1: no capture spibot-0ld"], incident.Changes);
    }

    /// <summary>Message 402114 names the sender as well as a trace does.</summary>
    private void SilenceTheLog() =>
        lab.Lab.Network.Look(world =>
        {
            var hq = lab.Lab.Network.Firewall("hq-fw1");
            hq.Traits = new FirewallTraits { LogLevel = 3 };
            world.Of(hq).Log = new SyslogBuffer();
            return true;
        });

    private IReadOnlyList<string> Captures(string gateway) =>
        lab.Lab.Network.Look(world =>
            world.Of(lab.Lab.Network.Firewall(gateway)).Captures.Select(capture => capture.Name).ToList()
        );
}
