using SpiBot.Lab.Firewalls;

namespace SpiBot.EndToEnd;

/// <summary>What can go wrong gets a card that says what was tried, what came back and what to do; nothing is changed, and SpiBot lives on.</summary>
[Collection<OneLab>]
public sealed class BadInputTests(LabFixture lab)
{
    [Theory]
    [InlineData("check 203.0.113.999", "is not an IP address")]
    [InlineData("check 203.0.113.8", "[203.0.113.9]")]
    [InlineData("check 192.0.2.200", "2 gateways know")]
    [InlineData("check 203.0.113.9 on hq-fw2", "[hq-fw1]")]
    [InlineData("chekc 203.0.113.9", "Did you mean this?")]
    [InlineData("clear everything", "Not understood")]
    public async Task What_cannot_be_meant_is_asked_back(string typed, string expected)
    {
        var incident = lab.Begin("healthy");

        Assert.Contains(expected, await incident.Do(typed));
        Assert.Empty(incident.Typed);
    }

    [Fact]
    public async Task A_command_that_the_box_denies_is_named_with_its_words()
    {
        var incident = lab.Begin("healthy");
        lab.Lab.Network.Firewall("hq-fw1").Traits = new FirewallTraits { DeniedCommands = ["show crypto ipsec sa"] };

        var card = await incident.Do("check 203.0.113.9");

        Assert.Contains("Command authorization failed", card);
        Assert.Empty(incident.Changes);
        await StillWorks();
    }

    [Fact]
    public async Task Output_that_was_cut_off_is_not_taken_for_the_whole()
    {
        var incident = lab.Begin("healthy");
        lab.Lab.Network.Firewall("hq-fw1").Traits = new FirewallTraits { CutsOutputOf = "show asp drop" };

        var card = await incident.Do("check 203.0.113.9");

        Assert.DoesNotContain("is in order", card.Split('\n')[0]);
        Assert.Empty(incident.Changes);
        await StillWorks();
    }

    [Fact]
    public async Task A_wrong_password_is_offered_once_and_said()
    {
        var incident = lab.Begin("healthy");
        var hq = lab.Lab.Network.Firewall("hq-fw1");
        // The warm session goes first, so that SpiBot has to log in again.
        hq.Traits = new FirewallTraits { CutsOutputOf = "show asp drop", RefusesLogin = true };
        await incident.Do("drops on hq-fw1");
        var before = lab.Lab.Ssh.LoginAttempts["hq-fw1"];

        var card = await incident.Do("check 203.0.113.9 on hq-fw1");

        Assert.Contains("hq-fw1 could not be read", card);
        Assert.Contains("password", card);
        Assert.InRange(lab.Lab.Ssh.LoginAttempts["hq-fw1"] - before, 0, 1);
        Assert.DoesNotContain(hq.Password, card);
        await StillWorks();
    }

    [Fact]
    public async Task A_gateway_that_cannot_be_reached_is_said()
    {
        var incident = lab.Begin("healthy");

        var card = await incident.Do($"drops on {BrokenGateways.Unreachable}");

        Assert.Contains($"{BrokenGateways.Unreachable} could not be read", card);
        Assert.Contains("Tried:", card);
        Assert.Contains("Do now:", card);
        await StillWorks();
    }

    [Fact]
    public async Task A_host_key_that_is_not_the_pinned_one_is_refused_and_both_are_shown()
    {
        var incident = lab.Begin("healthy");
        var presented = lab.Lab.Ssh.Listeners.Single(l => l.Name == "hq-fw1").HostKeyFingerprint;
        var logins = lab.Lab.Ssh.LoginAttempts["hq-fw1"];

        var card = await incident.Do($"drops on {BrokenGateways.OtherHostKey}");

        Assert.Contains(BrokenGateways.PinnedKey, card);
        Assert.Contains(presented, card);
        Assert.Equal(logins, lab.Lab.Ssh.LoginAttempts["hq-fw1"]);
        await StillWorks();
    }

    [Fact]
    public async Task A_secret_that_nobody_stored_is_named()
    {
        var incident = lab.Begin("healthy");

        var card = await incident.Do($"drops on {BrokenGateways.NoSecret}");

        Assert.Contains("nobody-stored-it", card);
        Assert.Contains("no such secret", card);
        await StillWorks();
    }

    [Fact]
    public async Task The_standby_unit_is_recognised()
    {
        var incident = lab.Begin("healthy");
        lab.Lab.Network.Firewall("hq-fw1").Traits = new FirewallTraits { Standby = true };

        var card = await incident.Do("check 203.0.113.9");

        Assert.Contains("standby", card, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(incident.Changes);
    }

    [Fact]
    public void No_secret_was_ever_logged()
    {
        Assert.NotEmpty(lab.Log);
        Assert.All(
            lab.Lab.Network.Gateways.SelectMany(g => new[] { g.Password, g.Enable }),
            secret => Assert.DoesNotContain(secret, lab.Log)
        );
    }

    private async Task StillWorks()
    {
        var after = lab.Begin("healthy");
        var card = await after.Do("check 203.0.113.9");
        // A gateway that refused a password is left alone for a while.
        for (var tries = 0; card.Contains("refused", StringComparison.Ordinal) && tries < 20; tries++)
        {
            await Task.Delay(
                TimeSpan.FromMilliseconds(500),
                TimeProvider.System,
                TestContext.Current.CancellationToken
            );
            card = await after.Do("check 203.0.113.9");
        }
        Assert.True(card.Contains("is in order", StringComparison.Ordinal), card);
    }
}
