using SpiBot.Lab.Firewalls;

namespace SpiBot.Tests.Lab.Firewalls;

public sealed class ConsoleTests
{
    [Fact]
    public async Task A_login_from_the_banner_to_the_logoff()
    {
        var network = Screen.Network("healthy", out var clock);
        await using (var first = Terminal.Connect(network))
        {
            Assert.Equal(
                "User spibot logged in to hq-fw1\r\n"
                    + "Logins over the last 1 days: 1.\r\n"
                    + "Failed logins since the last login: 0.  \r\n"
                    + "Type help or '?' for a list of available commands.\r\n"
                    + "\rhq-fw1> ",
                await first.Until("> ")
            );
            await first.Type("enable\r");
            Assert.Equal("enable\r\nPassword: ", await first.Until("Password: "));
            var secret = network.Gateways[0].Enable;
            await first.Type(secret + "\r");
            Assert.Equal(new string('*', secret.Length) + "\r\nhq-fw1# ", await first.Until("# "));
            await first.Type("exit\r");
            Assert.Equal("exit\r\n\r\nLogoff\r\n\r\n", await first.UntilClosed());
            await first.Session;
        }

        clock.Advance(TimeSpan.FromSeconds(20));
        await using var second = Terminal.Connect(network);
        Assert.Contains(
            "Logins over the last 1 days: 2.  Last login: 02:27:40 UTC Nov 23 2026 from 127.0.0.1\r\n",
            await second.Until("> "),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_wrong_enable_password_is_asked_for_three_times()
    {
        var network = Screen.Network("healthy", out _);
        await using var terminal = Terminal.Connect(network);
        await terminal.Until("> ");
        await terminal.Type("enable\nwrong\nwrong\nwrong\n");
        var answer = await terminal.Until("Access denied.\r\nhq-fw1> ");
        Assert.Equal(3, answer.Split("Password: ").Length - 1);
        Assert.DoesNotContain("wrong", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(network.TypedLines, l => l.Line == "wrong");
    }

    [Theory]
    [InlineData("sh asp drop", "show asp drop")]
    [InlineData("SHOW ASP DR", "show asp drop")]
    [InlineData("sh cry ips sa pe 203.0.113.9", "show crypto ipsec sa peer 203.0.113.9")]
    [InlineData("sh  cry  ikev2 s", "show crypto ikev2 sa")]
    [InlineData("sh cr ips sa in", "show crypto ipsec sa inactive")]
    [InlineData("sh clo", "show clock")]
    public async Task Words_may_be_shortened(string typed, string meant)
    {
        var network = Screen.Network("healthy", out _);
        await using var terminal = await Terminal.Enabled(network);
        var answer = await terminal.Ask(typed);
        Assert.Equal(await terminal.Ask(meant), answer);
        Assert.DoesNotContain("ERROR", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("show clocx", "                 ^\nERROR: % Invalid input detected at '^' marker.\n")]
    [InlineData(
        "show crypto ipsec sa peer nowhere",
        "                                  ^\nERROR: % Invalid input detected at '^' marker.\n"
    )]
    [InlineData("enable", "         ^\nERROR: % Invalid input detected at '^' marker.\n")]
    [InlineData("show crypto", "ERROR: % Incomplete command\n")]
    [InlineData("sh c", "ERROR: % Ambiguous command:  \"sh c\"\n")]
    [InlineData("show clock | oops x", "                     ^\nERROR: % Invalid input detected at '^' marker.\n")]
    public async Task What_is_wrong_with_a_line_is_said_as_the_box_does(string line, string answer)
    {
        await using var terminal = await Terminal.Enabled(Screen.Network("healthy", out _));
        Assert.Equal(answer, await terminal.Ask(line));
    }

    [Fact]
    public async Task Turning_the_pager_off_needs_privilege()
    {
        await using var terminal = Terminal.Connect(Screen.Network("healthy", out _));
        await terminal.Until("> ");
        Assert.Equal(
            "        ^\nERROR: % Invalid input detected at '^' marker.\nERROR: Command authorization failed\n",
            await terminal.Ask("terminal pager 0", "> ")
        );
        Assert.Contains(
            "Current privilege level : 1\n",
            await terminal.Ask("show curpriv", "> "),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_pager_gives_pages_lines_and_stops()
    {
        var network = Screen.Network("healthy", out _);
        await using var terminal = Terminal.Connect(network);
        await terminal.Until("> ");
        await terminal.Enable(network);
        Assert.Equal("pager lines 24\n", await terminal.Ask("show pager"));
        const string more = "<--- More --->";
        await terminal.Type("show crypto ipsec sa\n");
        await terminal.Until("\r\n");
        Assert.Equal(23, Lines(await terminal.Until(more)));
        await terminal.Type(" ");
        var page = await terminal.Until(more);
        Assert.StartsWith("\r" + new string(' ', more.Length) + "\r", page, StringComparison.Ordinal);
        Assert.Equal(23, Lines(page));
        await terminal.Type("x\r");
        Assert.Equal(1, Lines(await terminal.Until(more)));
        await terminal.Type("q");
        Assert.EndsWith("\rhq-fw1# ", await terminal.Until("# "), StringComparison.Ordinal);
        Assert.Equal("", await terminal.Ask("terminal pager lines 0"));
        Assert.Equal("no pager\n", await terminal.Ask("show pager"));
        Assert.DoesNotContain(more, await terminal.Ask("show crypto ipsec sa"), StringComparison.Ordinal);

        static int Lines(string text) => text.Split("\r\n").Length - 1;
    }

    [Fact]
    public async Task A_line_past_the_80th_column_scrolls_and_is_still_obeyed()
    {
        await using var terminal = await Terminal.Enabled(Screen.Network("healthy", out _));
        var line = "show crypto ipsec sa peer 203.0.113.9 | include " + new string('a', 40) + "|current";
        await terminal.Type(line + "\n");
        var echo = await terminal.Until("\r\n");
        Assert.Contains("\rhq-fw1# $", echo, StringComparison.Ordinal);
        var last = echo[(echo.LastIndexOf("\rhq-fw1# ", StringComparison.Ordinal) + 1)..].TrimEnd();
        Assert.Equal(79, last.Length);
        Assert.StartsWith("hq-fw1# show crypto ipsec sa peer", last, StringComparison.Ordinal);
        Assert.EndsWith("a$", last, StringComparison.Ordinal);
        var answer = await terminal.Until("# ");
        Assert.Equal(6, answer.Split("current ").Length - 1);
    }

    [Fact]
    public async Task Mistyped_letters_can_be_taken_back()
    {
        var network = Screen.Network("healthy", out _);
        await using var terminal = await Terminal.Enabled(network);
        Assert.Equal("Security context mode: single \n", await terminal.Ask("show modx\be"));
        Assert.Equal("show mode", network.TypedLines[^1].Line);
        await terminal.Type("clear crypto ipsec sa\u0003");
        Assert.Contains("^C\r\nhq-fw1# ", await terminal.Until("# "), StringComparison.Ordinal);
        Assert.Equal("show mode", network.TypedLines[^1].Line);
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task Lines_typed_ahead_are_obeyed_in_turn(string enter)
    {
        await using var terminal = await Terminal.Enabled(Screen.Network("healthy", out _));
        await terminal.Type($"show clock{enter}show mode{enter}");
        Assert.Equal(
            "show clock\r\n02:27:40.000 UTC Mon Nov 23 2026\r\nhq-fw1# show mode\r\nSecurity context mode: single \r\nhq-fw1# ",
            await terminal.Until("single \r\nhq-fw1# ")
        );
        Assert.Equal("no pager\n", await terminal.Ask("show pager"));
    }

    [Fact]
    public async Task Every_line_is_witnessed_with_who_when_and_where()
    {
        var network = Screen.Network("healthy", out var clock);
        await using var hq = await Terminal.Enabled(network);
        clock.Advance(TimeSpan.FromSeconds(5));
        await using var berlin = await Terminal.Enabled(network, "berlin-fw1");
        clock.Advance(TimeSpan.FromSeconds(5));
        await hq.Ask("clear crypto ipsec sa peer 203.0.113.9");
        Assert.Equal(
            [
                new TypedLine("hq-fw1", Screen.Night, "spibot", "enable"),
                new TypedLine("hq-fw1", Screen.Night, "spibot", "terminal pager 0"),
                new TypedLine("berlin-fw1", Screen.Night.AddSeconds(5), "spibot", "enable"),
                new TypedLine("berlin-fw1", Screen.Night.AddSeconds(5), "spibot", "terminal pager 0"),
                new TypedLine(
                    "hq-fw1",
                    Screen.Night.AddSeconds(10),
                    "spibot",
                    "clear crypto ipsec sa peer 203.0.113.9"
                ),
            ],
            network.TypedLines
        );
    }

    [Fact]
    public async Task The_sixth_session_is_closed_without_a_word_and_a_place_that_is_given_back_can_be_had()
    {
        var network = Screen.Network("healthy", out _);
        network.Firewall("hq-fw1").Traits = new FirewallTraits { SessionsOfOthers = 2 };
        await using var a = await Terminal.Enabled(network);
        await using var b = await Terminal.Enabled(network);
        await using var c = await Terminal.Enabled(network);
        var sessions = await a.Ask("show ssh sessions");
        Assert.Equal(3, sessions.Split("IN   ").Length - 1 - 2);
        await using (var sixth = Terminal.Connect(network))
        {
            Assert.Equal("", await sixth.UntilClosed());
        }

        await c.Type("logout\n");
        await c.UntilClosed();
        await c.Session;
        await using var again = Terminal.Connect(network);
        Assert.EndsWith("hq-fw1> ", await again.Until("> "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_sessions_at_once_leave_the_box_whole()
    {
        var network = Screen.Network("peer-on-old-sa", out var clock);
        var terminals = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Terminal.Enabled(network)));
        await Task.WhenAll(
            terminals.Select(
                async (terminal, i) =>
                {
                    for (var round = 0; round < 20; round++)
                    {
                        clock.Advance(TimeSpan.FromMilliseconds(100));
                        await terminal.Ask(i == 0 ? "clear crypto ipsec sa peer 203.0.113.9" : "show crypto ipsec sa");
                    }
                }
            )
        );
        clock.Advance(TimeSpan.FromSeconds(3));
        await using var berlin = await Terminal.Enabled(network, "berlin-fw1");
        await Screen.MustBeHealthy(terminals[1], berlin);
        Assert.Equal(20, network.TypedLines.Count(l => l.Line.StartsWith("clear", StringComparison.Ordinal)));
        foreach (var terminal in terminals)
        {
            await terminal.DisposeAsync();
        }
    }
}
