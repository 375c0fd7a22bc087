using System.Net;
using Microsoft.Extensions.Time.Testing;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Duties;

namespace SpiBot.Tests.Gateways.Changes;

/// <summary>A change that leaves something needs both: an approved and claimed plan, and an open duty for exactly its lines, there.</summary>
public sealed class DebugAuthorizationTests
{
    private static readonly Change.Debug Debug = new(IPAddress.Parse("203.0.113.9"), Change.Debug.Ordinary);

    private static readonly RemediationPlan Plan = Plans.ClearPeer() with
    {
        Change = Debug,
        Lines = ["debug crypto condition peer 203.0.113.9", "debug crypto ikev1 127"],
        SpisSeen = [],
    };

    private static readonly DutyTask Task = new(
        DutyTask.Prefix + "1",
        Plan.Gateway,
        Context: null,
        new Leftover.Debug(Debug.Peer),
        Plan.Lines,
        new Removal(["debug crypto condition reset"], ["no debug crypto condition peer 203.0.113.9"]),
        Plans.Noon.AddMinutes(2),
        Serial: null,
        "silo-1",
        "a test"
    );

    public static TheoryData<string, DutyTask> Others =>
        new()
        {
            { "another gateway", Task with { Gateway = "hq-fw1" } },
            { "another peer", Task with { What = new Leftover.Debug(IPAddress.Parse("203.0.113.10")) } },
            { "a capture", Task with { What = new Leftover.Capture("spibot-1") } },
            { "more lines", Task with { Set = [.. Plan.Lines, "debug crypto ipsec 255"] } },
            { "other lines", Task with { Set = [Plan.Lines[0], "debug crypto ikev1 255"] } },
            { "found, not set", Task with { Set = [], Found = true } },
        };

    [Fact]
    public void With_claim_and_duty_it_is_authorised_and_without_either_it_is_not()
    {
        var (clock, duty) = (new FakeTimeProvider(Plans.Noon), Duty.Of([Duty.Take(Task, Plans.Noon)!])!);

        var authorization = Claimed().Authorize("claim-1", clock, clock.GetTimestamp(), duty);

        Assert.Equal(Plan.Lines, authorization!.Lines);
        Assert.Null(Claimed().Authorize("claim-1", clock, clock.GetTimestamp()));
        Assert.Null(Claimed().Authorize("claim-2", clock, clock.GetTimestamp(), duty));
        Assert.Null(
            Claimed().Authorize("claim-1", clock, clock.GetTimestamp(), duty.After(duty.Remove("gone", Plans.Noon)!))
        );
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void A_duty_for_something_else_does_not_do(string what, DutyTask other) =>
        Assert.True(
            Claimed()
                .Authorize("claim-1", new FakeTimeProvider(Plans.Noon), 0, Duty.Of([Duty.Take(other, Plans.Noon)!]))
                is null,
            what
        );

    [Fact]
    public void Peer_and_level_count_in_the_digest()
    {
        Change[] all = [Debug, Debug with { Level = 255 }, Debug with { Peer = IPAddress.Parse("203.0.113.10") }];
        Assert.Equal(3, all.Select(change => PlanDigest.Of(Plan with { Change = change })).Distinct().Count());
    }

    private static Remediation Claimed() =>
        Remediation.Of([
            new RemediationEvent.Proposed(Plans.Noon, Plan),
            new RemediationEvent.Approved(Plans.Noon, Plans.Lead, PlanDigest.Of(Plan)),
            new RemediationEvent.Claimed(Plans.Noon, "claim-1", Plans.Noon.AddSeconds(20)),
        ])!;
}
