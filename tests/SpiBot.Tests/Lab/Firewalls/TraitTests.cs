using SpiBot.Lab.Firewalls;
using SpiBot.Lab.Scenarios;

namespace SpiBot.Tests.Lab.Firewalls;

public sealed class TraitTests
{
    [Theory]
    [InlineData("Hostname Context", false, false, "hq-fw1# ")]
    [InlineData("Hostname Priority State", false, false, "hq-fw1/pri/act# ")]
    [InlineData("Hostname State Priority", true, true, "hq-fw1/stby/pri#")]
    [InlineData("Hostname Domain", false, false, "hq-fw1.example.com# ")]
    [InlineData("State Domain", false, true, "act.example.com#")]
    public async Task Prompts(string parts, bool standby, bool noBlank, string prompt)
    {
        var network = Screen.Network("healthy", out _);
        network.Firewall("hq-fw1").Traits = new FirewallTraits
        {
            Prompt = [.. parts.Split(' ').Select(Enum.Parse<PromptPart>)],
            Standby = standby,
            NoBlankAfterPrompt = noBlank,
            StartsEnabled = true,
        };
        await using var terminal = Terminal.Connect(network);
        Assert.EndsWith("\r" + prompt, await terminal.Until(prompt), StringComparison.Ordinal);
        await terminal.Type("enable\n");
        Assert.Contains("ERROR: % Invalid input", await terminal.Until("\n" + prompt), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_denied_command_is_refused_however_it_is_shortened_and_does_nothing()
    {
        var network = Screen.Network("healthy", out _);
        await using var terminal = await Terminal.Enabled(network);
        var before = await terminal.Sas(Screen.Berlin);
        network.Firewall("hq-fw1").Traits = new FirewallTraits { DeniedCommands = ["clear crypto", "show version"] };
        Assert.Equal("Command authorization failed\n", await terminal.Ask("cl cry ips sa pe 203.0.113.9"));
        Assert.Equal("Command authorization failed\n", await terminal.Ask("show version"));
        Assert.Equal(before[0].Inbound, (await terminal.Sas(Screen.Berlin))[0].Inbound);
        Assert.Equal("", await terminal.Ask("clear asp drop"));
    }

    [Fact]
    public async Task Output_can_come_late_and_in_small_pieces_with_pauses()
    {
        using var clock = new WaitedForClock(Screen.Night);
        var network = new LabNetwork("healthy", clock);
        await using var terminal = await Terminal.Enabled(network);
        network.Firewall("hq-fw1").Traits = new FirewallTraits
        {
            Latency = TimeSpan.FromSeconds(2),
            FragmentSize = 7,
            FragmentPause = TimeSpan.FromSeconds(1),
        };
        await terminal.Type("show clock\n");
        await terminal.Until("show clock\r\n");
        var answer = terminal.Until("# ");

        await clock.SomebodyWaits();
        Assert.False(answer.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(2));

        // 34 bytes of answer are five pieces, 8 of prompt are two: five pauses between them.
        for (var pause = 0; pause < 5; pause++)
        {
            await clock.SomebodyWaits();
            Assert.False(answer.IsCompleted);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("02:27:42.000 UTC Mon Nov 23 2026\r\nhq-fw1# ", await answer);
    }

    [Fact]
    public async Task Output_can_end_in_the_middle()
    {
        var network = Screen.Network("healthy", out _);
        await using var terminal = await Terminal.Enabled(network);
        var whole = await terminal.Ask("show crypto ipsec sa peer 203.0.113.9");
        network.Firewall("hq-fw1").Traits = new FirewallTraits { CutsOutputOf = "show crypto ipsec sa" };
        await terminal.Type("show crypto ipsec sa peer 203.0.113.9\n");
        await terminal.Until("\r\n");
        var rest = (await terminal.UntilClosed()).Replace("\r\n", "\n", StringComparison.Ordinal);
        Assert.InRange(rest.Length, whole.Length / 3, whole.Length * 2 / 3);
        Assert.StartsWith(rest.TrimEnd('\r'), whole, StringComparison.Ordinal);
        await terminal.Session;
    }

    [Fact]
    public async Task The_standby_unit_says_so_stands_still_and_clears_nothing()
    {
        var network = Screen.Network("peer-on-old-sa", out var clock);
        await using var terminal = await Terminal.Enabled(network);
        Assert.Contains(
            "This host: Primary - Active \n",
            await terminal.Ask("show failover"),
            StringComparison.Ordinal
        );
        network.Firewall("hq-fw1").Traits = new FirewallTraits { Standby = true };
        Assert.Contains(
            "This host: Primary - Standby Ready \n",
            await terminal.Ask("show failover"),
            StringComparison.Ordinal
        );
        var (drops, sas) = (await terminal.Ask("show asp drop"), await terminal.Sas(Screen.Berlin));
        await terminal.Ask("clear crypto ipsec sa peer 203.0.113.9");
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(drops, await terminal.Ask("show asp drop"));
        Assert.Equal(
            sas.Select(s => (s.Encaps, s.Decaps, s.CurrentIn)),
            (await terminal.Sas(Screen.Berlin)).Select(s => (s.Encaps, s.Decaps, s.CurrentIn))
        );

        await using var berlin = await Terminal.Enabled(network, "berlin-fw1");
        Assert.StartsWith("Failover Off \n", await berlin.Ask("show failover"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logins_and_enable_can_be_refused()
    {
        var network = Screen.Network("healthy", out _);
        var gateway = network.Gateways[0];
        network.Firewall("hq-fw1").Traits = new FirewallTraits { RefusesLogin = true, RefusesEnable = true };
        Assert.False(network.Endpoints[0].Shell.Accepts(gateway.User, gateway.Password));
        await using var terminal = Terminal.Connect(network);
        await terminal.Until("> ");
        await terminal.Type($"enable\n{gateway.Enable}\n");
        await terminal.Until("Invalid password\r\nPassword: ");
    }

    [Theory]
    [InlineData(LineEnd.CrLf, "\r\n")]
    [InlineData(LineEnd.CrCrLf, "\r\r\n")]
    [InlineData(LineEnd.LfCr, "\n\r")]
    [InlineData(LineEnd.CrLfCr, "\r\n\r")]
    public async Task Line_ends(LineEnd end, string bytes)
    {
        var network = Screen.Network("healthy", out _);
        network.Firewall("hq-fw1").Traits = new FirewallTraits { LineEnd = end, StartsEnabled = true };
        await using var terminal = Terminal.Connect(network);
        await terminal.Until("hq-fw1# ");

        await terminal.Type("show mode\n");

        Assert.Equal(
            $"show mode{bytes}Security context mode: single {bytes}hq-fw1# ",
            await terminal.Until($"single {bytes}hq-fw1# ")
        );
    }

    [Theory]
    [InlineData("8.4(7)", false)]
    [InlineData("9.16(4)", true)]
    public async Task Who_logged_in_is_said_from_9_on_and_the_owners_banner_before_all_else(string version, bool said)
    {
        var network = Screen.Network("healthy", out _);
        network.Firewall("hq-fw1").Traits = new FirewallTraits
        {
            Version = version,
            Banner = ["#### KEEP OUT ####", "Password: is never asked for here>"],
        };
        await using var terminal = Terminal.Connect(network);

        var banner = await terminal.Until("hq-fw1> ");

        Assert.StartsWith("#### KEEP OUT ####\r\n", banner, StringComparison.Ordinal);
        Assert.Equal(said, banner.Contains("logged in to hq-fw1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_denial_can_say_ERROR()
    {
        var network = Screen.Network("healthy", out _);
        await using var terminal = await Terminal.Enabled(network);
        network.Firewall("hq-fw1").Traits = new FirewallTraits
        {
            DeniedCommands = ["show version"],
            DenialSaysError = true,
        };
        Assert.Equal("ERROR: Command authorization failed\n", await terminal.Ask("show version"));
    }

    [Fact]
    public async Task A_line_like_its_prompt_can_stand_in_an_answer()
    {
        var network = Screen.Network("healthy", out _);
        await using var terminal = await Terminal.Enabled(network);
        network.Firewall("hq-fw1").Traits = new FirewallTraits { PrintsPromptDuring = "show version" };
        await terminal.Type("show version\n");
        await terminal.Until("Cisco Adaptive");
        await terminal.Until("hq-fw1# \r\n");
        await terminal.Until("\r\nhq-fw1# ");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reboot_in_the_middle_of_an_answer_ends_the_session_and_takes_SAs_counters_and_log(bool silent)
    {
        var network = Screen.Network("peer-on-old-sa", out var clock);
        await using var terminal = await Terminal.Enabled(network);
        network.Firewall("hq-fw1").Traits = new FirewallTraits
        {
            RebootsDuring = "show crypto ipsec sa",
            GoesSilent = silent,
        };
        await terminal.Type("show crypto ipsec sa\n");
        await terminal.Until("inbound esp sas:");
        if (!silent)
        {
            await terminal.UntilClosed();
            await terminal.Session;
        }

        Assert.Equal(!silent, terminal.Session.IsCompleted);
        Assert.Null(network.Firewall("hq-fw1").Traits.RebootsDuring);
        await using var after = await Terminal.Enabled(network);
        Assert.Contains("hq-fw1 up 0 secs", await after.Ask("show version"), StringComparison.Ordinal);
        Assert.Equal("\nThere are no ipsec sas\n", await after.Ask("show crypto ipsec sa"));
        Assert.Equal(0, await after.InvalidSpis());
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.NotEmpty(await after.Sas(Screen.Berlin));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_mate_that_takes_over_has_the_SAs_only_where_the_pair_has_a_link_for_state(bool stateless)
    {
        var network = Screen.Network("peer-on-old-sa", out var clock);
        await using var terminal = await Terminal.Enabled(network);
        var before = await terminal.Sas(Screen.Acme);
        clock.Advance(TimeSpan.FromSeconds(20));
        network.Firewall("hq-fw1").Traits = new FirewallTraits
        {
            SwitchesOverDuring = "show version",
            StatelessFailover = stateless,
        };
        await terminal.Type("show version\n");
        await terminal.UntilClosed();

        await using var after = await Terminal.Enabled(network);
        var sas = await after.Sas(Screen.Acme);
        Assert.Equal(stateless ? [] : before.Select(s => s.CurrentIn), sas.Select(s => s.CurrentIn));
        var failover = await after.Ask("show failover");
        Assert.Contains("Last Failover at: 02:28:00 UTC Nov 23 2026", failover, StringComparison.Ordinal);
        Assert.Equal(stateless, failover.Contains("Link : Unconfigured", StringComparison.Ordinal));
        Assert.Contains("%ASA-1-104001", await after.Ask("show logging"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_names_on_a_peer_is_printed_as_its_name_and_the_names_are_told()
    {
        var network = Screen.Network("healthy", out _);
        await using var terminal = await Terminal.Enabled(network);
        network.Firewall("hq-fw1").Traits = new FirewallTraits
        {
            Names = new Dictionary<string, string>
            {
                [Screen.Berlin] = "BERLIN-FW",
                [Screen.Hq] = "HQ-FW",
                ["10.2.0.0"] = "BERLIN-LAN",
            },
        };
        var text = await terminal.Ask($"show crypto ipsec sa peer {Screen.Berlin}");
        Assert.Contains("current_peer: BERLIN-FW\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "local crypto endpt.: HQ-FW/500, remote crypto endpt.: BERLIN-FW/500\n",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("local addr: HQ-FW\n", text, StringComparison.Ordinal);
        Assert.Contains("remote ident (addr/mask/prot/port): (BERLIN-LAN/255.255.255.0/0/0)\n", text);
        Assert.StartsWith($"name {Screen.Berlin} BERLIN-FW\n", await terminal.Ask("show running-config names"));
        Assert.Contains(
            "set peer BERLIN-FW \n",
            await terminal.Ask("show running-config crypto map"),
            StringComparison.Ordinal
        );
    }
}
