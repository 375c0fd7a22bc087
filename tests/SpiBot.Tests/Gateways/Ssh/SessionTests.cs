using System.Net;
using SpiBot.Gateways;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Gateways.Ssh;

namespace SpiBot.Tests.Gateways.Ssh;

/// <summary>Talking, once logged in: over real SSH to a scripted box.</summary>
public sealed class SessionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ciscoasa", " ")]
    [InlineData("ciscoasa", "")]
    [InlineData("ASA-Mgmt/act/pri", " ")]
    [InlineData("asa-tg2-fr2k/pri/act", " ")]
    [InlineData("host/ctx/act/sec", " ")]
    [InlineData("fw.example.com", "")]
    [InlineData("*** fw 1 [prod]", " ")]
    public async Task Asks_behind_any_prompt(string prompt, string afterSign)
    {
        var firewall = new ScriptedFirewall
        {
            Prompt = prompt,
            AfterSign = afterSign,
            Answers = line => line == "show clock" ? "12:00:00.000 UTC Tue Nov 24 2026\n" : "",
        };
        await using var bench = await Bench.For(firewall);
        await using var session = await bench.Open();

        var answer = await session.Ask(Bench.Text("show clock"), Ct);

        Assert.Equal("12:00:00.000 UTC Tue Nov 24 2026\n", answer.Value);
        Assert.Contains("terminal pager 0", firewall.Typed);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r\r\n")]
    [InlineData("\n\r")]
    [InlineData("\r\n\r")]
    public async Task Reads_bytes_that_come_one_by_one_with_any_line_end(string lineEnd)
    {
        await using var bench = await Bench.For(
            new ScriptedFirewall
            {
                OneByteAtATime = true,
                LineEnd = lineEnd,
                Answers = line => line.StartsWith("show ", StringComparison.Ordinal) ? $"one {line}\n\ntwo\n" : "",
            }
        );
        await using var session = await bench.Open();

        // All asked before the first is awaited: answered in order.
        var asked = Enumerable.Range(0, 4).Select(i => session.Ask(Bench.Text($"show {i}"), Ct)).ToList();
        var answers = await Task.WhenAll(asked);

        Assert.Equal(Enumerable.Range(0, 4).Select(i => $"one show {i}\n\ntwo\n"), answers.Select(a => a.Value));
    }

    [Fact]
    public async Task A_banner_with_prompt_like_lines_does_not_confuse_the_login()
    {
        await using var bench = await Bench.For(
            new ScriptedFirewall
            {
                Banner =
                    "###########\r\n# no entry #\r\nciscoasa# \r\nPassword:\r\nwork > play\r\n#\r\nUser spibot logged in to ciscoasa\r\n\r",
                Answers = line => line == "show mode" ? "Security context mode: single \n" : "",
            }
        );
        await using var session = await bench.Open();

        var answer = await session.Ask(Bench.Text("show mode"), Ct);

        Assert.Equal("Security context mode: single \n", answer.Value);
    }

    [Fact]
    public async Task A_user_who_is_privileged_from_the_start_is_not_enabled()
    {
        var firewall = new ScriptedFirewall { PrivilegedFromTheStart = true };
        await using var bench = await Bench.For(firewall, new KnownSecret(enable: null));
        await using var session = await bench.Open();

        Assert.DoesNotContain("enable", firewall.Typed);
        Assert.Equal(0, firewall.EnableAttempts);
    }

    [Fact]
    public async Task Turns_the_pages_when_the_pager_cannot_be_turned_off()
    {
        await using var bench = await Bench.For(
            new ScriptedFirewall
            {
                Answers = line => line == "terminal pager 0" ? "Command authorization failed\n" : "",
                Pages = line => line == "show logging" ? ["a 1\na 2\n", "b\n", "c is longer than a marker\n"] : null,
            }
        );
        await using var session = await bench.Open();

        var answer = await session.Ask(Bench.Text("show logging"), Ct);

        Assert.Equal("a 1\na 2\nb\nc is longer than a marker\n", answer.Value);
    }

    [Theory]
    [InlineData("Command authorization failed\n", "Command authorization failed")]
    [InlineData(
        "show crypto nonsense\n            ^\nERROR: % Invalid input detected at '^' marker.\n",
        "ERROR: % Invalid input detected at '^' marker."
    )]
    public async Task A_refusal_is_not_an_answer(string printed, string refusal)
    {
        await using var bench = await Bench.For(
            new ScriptedFirewall { Answers = line => line == "show vpn" ? printed : "ok\n" }
        );
        await using var session = await bench.Open();

        var answer = await session.Ask(Bench.Text("show vpn"), Ct);
        var next = await session.Ask(Bench.Text("show clock"), Ct);

        Assert.Equal($"the device refused it: {refusal}", answer.NotRead);
        Assert.Equal("ok\n", next.Value);
    }

    [Fact]
    public async Task A_command_that_only_other_releases_know_is_told_so_and_a_denied_one_is_not()
    {
        await using var bench = await Bench.For(
            new ScriptedFirewall
            {
                Answers = line =>
                    line == "show crypto ikev2 sa"
                        ? "          ^\nERROR: % Invalid input detected at '^' marker.\n"
                        : "Command authorization failed\n",
            }
        );
        await using var session = await bench.Open();

        var unknown = await session.Ask(ShowCryptoIkev2Sa.Peer(IPAddress.Parse("203.0.113.9")), Ct);
        var denied = await session.Ask(ShowCryptoIkev1Sa.Peer(IPAddress.Parse("203.0.113.9")), Ct);

        Assert.EndsWith("'^' marker. (ASA 8.4 and later know the command)", unknown.NotRead, StringComparison.Ordinal);
        Assert.Equal("the device refused it: Command authorization failed", denied.NotRead);
    }

    [Fact]
    public async Task A_line_that_looks_like_the_prompt_does_not_end_an_answer()
    {
        const string log = "banner motd\nciscoasa# \nciscoasa>\nciscoasa# show run\nciscoasa(config)# \nend\n";
        await using var bench = await Bench.For(
            new ScriptedFirewall { Answers = line => line == "show banner" ? log : "" }
        );
        await using var session = await bench.Open();

        var answer = await session.Ask(Bench.Text("show banner"), Ct);

        Assert.Equal(log, answer.Value);
    }

    [Fact]
    public async Task A_connection_cut_in_an_answer_is_told_and_ends_the_session()
    {
        await using var bench = await Bench.For(
            new ScriptedFirewall { Answers = line => line == "show crypto ipsec sa" ? null : "" }
        );
        await using var session = await bench.Open();

        var cut = await session.Ask(Bench.Text("show crypto ipsec sa"), Ct);
        var later = await session.Ask(Bench.Text("show clock"), Ct);

        Assert.StartsWith("connection lost", cut.NotRead, StringComparison.Ordinal);
        Assert.StartsWith("connection lost", later.NotRead, StringComparison.Ordinal);
        Assert.Equal(GatewayFailureKind.SessionLost, session.Lost?.Kind);
    }

    [Fact]
    public async Task An_answer_that_is_not_understood_says_where()
    {
        await using var bench = await Bench.For(new ScriptedFirewall { Answers = _ => "gibberish\n" });
        await using var session = await bench.Open();
        var query = new Query<string>(
            "show clock",
            text => SpiBot.Tunnels.Parsed.Fail<string>("show clock", 1, "a time", text.Lines[0].Text)
        );

        var answer = await session.Ask(query, Ct);

        Assert.Equal(
            "the answer was not understood: show clock: line 1: expected a time, found \"gibberish\"",
            answer.NotRead
        );
        Assert.Null(session.Lost);
    }

    [Fact]
    public async Task Leaves_properly()
    {
        var firewall = new ScriptedFirewall();
        await using var bench = await Bench.For(firewall);
        var session = await bench.Open();

        await session.DisposeAsync();
        await session.DisposeAsync();

        Assert.Equal("exit", firewall.Typed[^1]);
        Assert.DoesNotContain(firewall.Typed, line => line.Contains("width", StringComparison.Ordinal));
    }
}
