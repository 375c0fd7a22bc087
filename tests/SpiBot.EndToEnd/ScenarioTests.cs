namespace SpiBot.EndToEnd;

/// <summary>Each scenario, from a typed line to the last report, through real processes: HTTP in, SSH out. A check changes nothing.</summary>
[Collection<OneLab>]
public sealed class ScenarioTests(LabFixture lab)
{
    [Fact]
    public async Task Peer_on_old_sa_names_the_stale_spi_and_who_sends_it()
    {
        var incident = lab.Begin("peer-on-old-sa");
        var truth = Witness.Of(lab.Lab.Network);
        Assert.False(truth.HqHearsBerlin);

        var card = await incident.Do("check tunnel to peer 203.0.113.9");

        Assert.Contains($"berlin-fw1 sends with an SPI that hq-fw1 no longer knows", card);
        Assert.Contains(truth.BerlinSends!, card);
        Assert.Contains(truth.HqSends!, card);
        Assert.All(truth.HqAccepts.Concat(truth.BerlinAccepts), spi => Assert.Contains(spi, card));
        Assert.Contains("✗ no match", card);
        // The witness that is not the listings: hq-fw1's own log.
        Assert.Contains($"402114: SPI {truth.BerlinSends} from 203.0.113.9", card);
        Assert.Contains("[Propose the clear]", card);
        Assert.Matches("""(?m)^[34]\d(\.\d)?/s\b""", card);
        Assert.Empty(incident.Changes);
        Assert.Equal(truth with { }, Witness.Of(lab.Lab.Network), SameSpis);
    }

    [Fact]
    public async Task Stale_outbound_says_that_it_is_our_side_that_sends_the_stale_spi()
    {
        var incident = lab.Begin("stale-outbound");
        var truth = Witness.Of(lab.Lab.Network);
        Assert.False(truth.BerlinHearsHq);

        var card = await incident.Do("check 203.0.113.9");

        Assert.Contains("hq-fw1 sends", card.Split('\n')[0]);
        Assert.Contains(truth.HqSends!, card);
        Assert.Contains("[Propose the clear]", card);
        Assert.Contains("clear the peer's SAs (203.0.113.9) on hq-fw1", card);
        Assert.Empty(incident.Changes);
    }

    [Fact]
    public async Task Healthy_is_said_to_be_in_order_and_nothing_is_offered_to_clear()
    {
        var incident = lab.Begin("healthy");
        var truth = Witness.Of(lab.Lab.Network);

        var card = await incident.Do("check 203.0.113.9");

        Assert.Contains("is in order", card.Split('\n')[0]);
        Assert.Contains(truth.BerlinSends!, card);
        Assert.Contains("✓ match", card);
        Assert.DoesNotContain("no match", card);
        Assert.DoesNotContain("Propose", card);
        Assert.Empty(incident.Changes);
    }

    [Fact]
    public async Task Rekey_noise_is_no_mismatch_and_nothing_is_offered_to_clear()
    {
        var incident = lab.Begin("rekey-noise");

        var card = await incident.Do("check 203.0.113.9");

        Assert.Contains("agree", card.Split('\n')[0]);
        Assert.Contains("rekey", card.Split('\n')[0]);
        Assert.DoesNotContain("no match", card);
        Assert.DoesNotContain("Propose", card);
        Assert.Empty(incident.Changes);
    }

    [Fact]
    public async Task Counter_residue_is_old_news_and_nothing_is_offered_to_clear()
    {
        var incident = lab.Begin("counter-residue");

        var card = await incident.Do("check 203.0.113.9");

        Assert.Contains("Old news", card.Split('\n')[0]);
        Assert.Contains("18,895", card);
        Assert.DoesNotContain("Propose", card);
        Assert.Empty(incident.Changes);
    }

    [Fact]
    public async Task Inactive_sas_are_counted()
    {
        var incident = lab.Begin("inactive-sas");

        var card = await incident.Do("check 203.0.113.9");

        Assert.Contains("hq-fw1 holds 3 inactive SAs", card.Split('\n')[0]);
        Assert.Empty(incident.Changes);
    }

    [Fact]
    public async Task The_message_that_said_checking_is_the_one_that_becomes_the_diagnosis()
    {
        var incident = lab.Begin("peer-on-old-sa");

        var result = await incident.Try("check 203.0.113.9");

        Assert.Equal(["POST", "PUT", "PUT"], result.Said.Select(entry => entry.Method));
        Assert.StartsWith("Checking", result.Said[0].Text);
        Assert.Contains("Preliminary", result.Said[1].Text);
        Assert.DoesNotContain("Propose", result.Said[1].Text);
        Assert.Single(lab.Lab.Channel.Snapshot().Messages.Reverse().TakeWhile(m => m.Author == "spibot"));
    }

    [Theory]
    [InlineData("compare 203.0.113.9", "no match")]
    [InlineData("drops on hq-fw1", "np-sp-invalid-spi")]
    [InlineData("inactive on hq-fw1", "inactive")]
    [InlineData("approvals", "wait")]
    [InlineData("help", "check tunnel to peer")]
    public async Task Every_command_that_only_looks_is_answered(string command, string expected)
    {
        var incident = lab.Begin("peer-on-old-sa");

        Assert.Contains(expected, await incident.Do(command));
        Assert.Empty(incident.Changes);
    }

    private static bool SameSpis(Witness expected, Witness actual) =>
        expected.HqSends == actual.HqSends
        && expected.BerlinSends == actual.BerlinSends
        && expected.HqAccepts.SequenceEqual(actual.HqAccepts)
        && expected.BerlinAccepts.SequenceEqual(actual.BerlinAccepts);
}
