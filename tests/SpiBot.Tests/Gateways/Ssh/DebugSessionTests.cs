using System.Net;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Ssh;
using SpiBot.Tests.Gateways.Changes;

namespace SpiBot.Tests.Gateways.Ssh;

/// <summary>Switching on a debug: all of its lines go at once.</summary>
public sealed class DebugSessionTests
{
    private const string Condition = "debug crypto condition peer 203.0.113.9";
    private const string Refused = "debug crypto ikev1 127";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_line_that_is_refused_leaves_open_which_of_the_others_were_taken()
    {
        var begun = await Begin(Condition, Refused);

        Assert.Equal((true, "Command authorization failed", null), (begun.Typed, begun.Refusal, begun.Failure));
        Assert.Empty(begun.Part!.Lines);
        Assert.Equal([Condition, Refused], begun.Part.Perhaps);
    }

    [Fact]
    public async Task The_only_line_that_is_refused_was_not_taken()
    {
        var begun = await Begin(Refused);

        Assert.Equal((true, "Command authorization failed", null), (begun.Typed, begun.Refusal, begun.Part));
    }

    private static async Task<ChangeAnswer> Begin(params string[] lines)
    {
        var firewall = new ScriptedFirewall
        {
            Answers = line => line == Refused ? "Command authorization failed\n" : "",
        };
        await using var bench = await Bench.For(firewall);
        await using var session = (GatewaySession)await bench.Open();
        return await session.Begin(Authorization(lines), Ct);
    }

    private static ChangeAuthorization Authorization(IReadOnlyList<string> lines)
    {
        var (clock, peer) = (TimeProvider.System, IPAddress.Parse("203.0.113.9"));
        var now = clock.GetUtcNow();
        var plan = Plans.ClearPeer() with
        {
            Gateway = Bench.Name,
            Change = new Change.Debug(peer, Change.Debug.Ordinary),
            Lines = lines,
            SpisSeen = [],
            ProposedAt = now,
            ExpiresAt = now.AddMinutes(15),
        };
        var duty = Duty.Of([
            Duty.Take(
                new DutyTask(
                    DutyTask.Prefix + "1",
                    Bench.Name,
                    Context: null,
                    new Leftover.Debug(peer),
                    lines,
                    new Removal(["no debug"], ["no debug"]),
                    now.AddMinutes(5),
                    Serial: null,
                    "me",
                    "a test"
                ),
                now
            )!,
        ]);
        return Remediation
            .Of([
                new RemediationEvent.Proposed(now, plan),
                new RemediationEvent.Approved(now, Plans.Lead, PlanDigest.Of(plan)),
                new RemediationEvent.Claimed(now, "claim", now.AddMinutes(1)),
            ])!
            .Authorize("claim", clock, clock.GetTimestamp(), duty)!;
    }
}
