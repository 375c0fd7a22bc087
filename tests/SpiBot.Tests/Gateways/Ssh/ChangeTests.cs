using SpiBot.Gateways;
using SpiBot.Gateways.Ssh;

namespace SpiBot.Tests.Gateways.Ssh;

/// <summary>Typing an authorised change.</summary>
public sealed class ChangeTests
{
    private const string Clear = "clear crypto ipsec sa peer 203.0.113.9";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Types_each_line_after_asking_whether_it_still_may()
    {
        var firewall = new ScriptedFirewall { Answers = line => line == Clear ? "cleared\n" : "" };
        await using var bench = await Bench.For(firewall);
        await using var session = (GatewaySession)await bench.Open();
        var asked = 0;

        var answer = await session.Apply(
            "HQ-FW1",
            [Clear, "clear crypto ipsec sa inactive"],
            null,
            () => ++asked > 0,
            Ct
        );

        Assert.Equal((true, "cleared\n", null, null), (answer.Typed, answer.Output, answer.Refusal, answer.Failure));
        Assert.Equal(2, asked);
        Assert.Equal([Clear, "clear crypto ipsec sa inactive"], firewall.Typed.TakeLast(2));
    }

    [Fact]
    public async Task Types_nothing_once_the_deadline_has_passed()
    {
        var firewall = new ScriptedFirewall();
        await using var bench = await Bench.For(firewall);
        await using var session = (GatewaySession)await bench.Open();

        var answer = await session.Apply(Bench.Name, [Clear], null, () => false, Ct);

        Assert.False(answer.Typed);
        Assert.Equal(GatewayFailureKind.NotTyped, answer.Failure?.Kind);
        Assert.DoesNotContain(Clear, firewall.Typed);
        Assert.Null(session.Lost);
    }

    [Fact]
    public async Task Stops_between_lines_when_the_deadline_passes()
    {
        var firewall = new ScriptedFirewall();
        await using var bench = await Bench.For(firewall);
        await using var session = (GatewaySession)await bench.Open();
        var left = 1;

        var answer = await session.Apply(Bench.Name, [Clear, "second"], null, () => left-- > 0, Ct);

        Assert.True(answer.Typed);
        Assert.Equal("The time to type it had passed. 1 of 2 lines were sent.", answer.Failure?.CameBack);
        Assert.Equal([Clear], answer.Part?.Lines);
        Assert.DoesNotContain("second", firewall.Typed);
    }

    [Fact]
    public async Task Types_nothing_for_another_gateway()
    {
        var firewall = new ScriptedFirewall();
        await using var bench = await Bench.For(firewall);
        await using var session = (GatewaySession)await bench.Open();

        var answer = await session.Apply("berlin-fw1", [Clear], null, () => true, Ct);

        Assert.False(answer.Typed);
        Assert.Equal(GatewayFailureKind.NotTyped, answer.Failure?.Kind);
        Assert.DoesNotContain(Clear, firewall.Typed);
    }

    [Fact]
    public async Task A_refusal_stops_it_and_is_told()
    {
        var firewall = new ScriptedFirewall { Answers = line => line == Clear ? "Command authorization failed\n" : "" };
        await using var bench = await Bench.For(firewall);
        await using var session = (GatewaySession)await bench.Open();

        var answer = await session.Apply(Bench.Name, [Clear, "second"], null, () => true, Ct);

        Assert.True(answer.Typed);
        Assert.Equal("Command authorization failed", answer.Refusal);
        Assert.DoesNotContain("second", firewall.Typed);
    }

    [Fact]
    public async Task A_refusal_of_a_later_line_tells_which_were_typed_before_it()
    {
        var firewall = new ScriptedFirewall
        {
            Answers = line => line == "second" ? "Command authorization failed\n" : "",
        };
        await using var bench = await Bench.For(firewall);
        await using var session = (GatewaySession)await bench.Open();

        var answer = await session.Apply(Bench.Name, [Clear, "second", "third"], null, () => true, Ct);

        Assert.Equal((true, "Command authorization failed"), (answer.Typed, answer.Refusal));
        Assert.Equal([Clear], answer.Part?.Lines);
        Assert.DoesNotContain("third", firewall.Typed);
    }

    [Fact]
    public async Task A_connection_cut_after_the_line_counts_as_typed()
    {
        var firewall = new ScriptedFirewall { Answers = line => line == Clear ? null : "" };
        await using var bench = await Bench.For(firewall);
        await using var session = (GatewaySession)await bench.Open();

        var answer = await session.Apply(Bench.Name, [Clear], null, () => true, Ct);
        var later = await session.Apply(Bench.Name, [Clear], null, () => true, Ct);

        Assert.True(answer.Typed);
        Assert.Equal(GatewayFailureKind.SessionLost, answer.Failure?.Kind);
        Assert.False(later.Typed);
        Assert.Equal(GatewayFailureKind.NotTyped, later.Failure?.Kind);
    }
}
