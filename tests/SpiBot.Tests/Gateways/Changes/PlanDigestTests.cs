using System.Net;
using SpiBot.Gateways.Changes;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.Changes;

public sealed class PlanDigestTests
{
    private static readonly RemediationPlan Plan = Plans.ClearPeer();

    private static readonly IPAddress Peer = IPAddress.Parse("198.51.100.1");

    public static TheoryData<string, RemediationPlan> Different =>
        new()
        {
            { "id", Plan with { Id = "check-2" } },
            { "gateway", Plan with { Gateway = "hq-fw1" } },
            { "change", Plan with { Change = new Change.ClearInactive() } },
            { "peer", Plan with { Change = new Change.ClearPeer(IPAddress.Parse("198.51.100.2")) } },
            { "IKE", Plan with { Change = new Change.ClearIke(IPAddress.Parse("198.51.100.1"), 1) } },
            { "IKE version", Plan with { Change = new Change.ClearIke(IPAddress.Parse("198.51.100.1"), 2) } },
            { "drops", Plan with { Change = new Change.ClearDrops() } },
            { "lines", Plan with { Lines = [Plan.Lines[0], Plan.Lines[0]] } },
            { "cause", Plan with { Cause = "stale-outbound" } },
            { "why", Plan with { Why = "" } },
            { "interrupts", Plan with { Interrupts = "nothing" } },
            { "helps", Plan with { HelpsBecause = "maybe" } },
            { "no SPIs", Plan with { SpisSeen = [] } },
            { "SPI", Plan with { SpisSeen = [Plan.SpisSeen[0], new SpiSeen("outbound", Spi.From(0x8a41_c77f))] } },
            { "direction", Plan with { SpisSeen = [Plan.SpisSeen[0], new SpiSeen("inbound", Spi.From(0x8a41_c77e))] } },
            { "proposer", Plan with { ProposedBy = Plans.Lead } },
            { "proposer's name", Plan with { ProposedBy = Plans.OnCall with { Name = "x" } } },
            { "proposed at", Plan with { ProposedAt = Plan.ProposedAt.AddTicks(1) } },
            { "expires at", Plan with { ExpiresAt = Plan.ExpiresAt.AddTicks(1) } },
            { "serial", Plan with { Serial = "" } },
            { "tenant", Plan with { Venue = Plan.Venue! with { Tenant = "" } } },
            { "conversation", Plan with { Venue = Plan.Venue! with { Conversation = "19:other" } } },
            { "no venue", Plan with { Venue = null } },
            { "second way", Plan with { IfRefused = new LinesInside("inner", ["b"]) } },
            { "approvals needed", Plan with { ApprovalsNeeded = 2 } },
            { "context", Plan with { Context = "" } },
            { "entry", Plan with { Change = Entry(0x8a41_c77e) } },
            { "entry's SPI", Plan with { Change = Entry(0x8a41_c77f) } },
            { "debug", Plan with { Change = new Change.Debug(Peer, Change.Debug.Ordinary) } },
            { "debug's level", Plan with { Change = new Change.Debug(Peer, Change.Debug.Everything) } },
            { "a further step", Plans.BothEnds() },
            { "its gateway", Further(step => step with { Gateway = "x" }) },
            { "its change", Further(step => step with { Change = new Change.ClearPeer(Peer) }) },
            { "its lines", Further(step => step with { Lines = [.. step.Lines, ""] }) },
            { "its SPIs", Further(step => step with { SpisSeen = [] }) },
            { "its serial", Further(step => step with { Serial = null }) },
            { "its context", Further(step => step with { Context = "" }) },
            { "its second way", Further(step => step with { IfRefused = new LinesInside("inner", ["b"]) }) },
            // The same letters, divided otherwise.
            { "border", Plan with { Cause = Plan.Cause + Plan.Why[..1], Why = Plan.Why[1..] } },
        };

    [Theory]
    [MemberData(nameof(Different))]
    public void Every_field_counts(string what, RemediationPlan other) =>
        Assert.True(PlanDigest.Of(Plan) != PlanDigest.Of(other), what);

    [Fact]
    public void No_two_of_them_are_alike()
    {
        var digests = Different.Select(row => PlanDigest.Of(row.Data.Item2)).ToList();
        Assert.Equal(digests.Count, digests.Distinct().Count());
    }

    [Fact]
    public void Equal_plans_have_equal_digests_whatever_the_time_zone()
    {
        var again = Plans.ClearPeer() with { ProposedAt = Plan.ProposedAt.ToOffset(TimeSpan.FromHours(2)) };
        Assert.Equal(PlanDigest.Of(Plan), PlanDigest.Of(again));
        Assert.Matches("^[0-9a-f]{64}$", PlanDigest.Of(Plan));
    }

    [Fact]
    public void A_plan_of_an_older_SpiBot_keeps_its_digest() =>
        // Worked out with the encoding as it was: journals that hold this digest must still be read.
        Assert.Equal(
            "703824ca9adfe3f330f226727ee0d051fd3d3de7318606c86857a6051316e3aa",
            PlanDigest.Of(Plan with { Venue = null })
        );

    [Fact]
    public void The_second_way_counts_in_all_of_its_parts()
    {
        LinesInside?[] all = [null, new("inner", []), new("inner", ["b"]), new("inner", ["b", "b"]), new("innerb", [])];
        Assert.Equal(all.Length, all.Select(way => PlanDigest.Of(Plan with { IfRefused = way })).Distinct().Count());
        Assert.Equal(
            all.Length,
            all.Select(way => PlanDigest.Of(Plan with { Venue = null, IfRefused = way })).Distinct().Count()
        );
    }

    [Fact]
    public void What_is_initiated_anew_counts()
    {
        var (peer, site, net) = (IPAddress.Parse("198.51.100.1"), Name("site"), Name("net"));
        Change[] all =
        [
            new Change.Reinitiate(peer, site, [1], [net]),
            new Change.Reinitiate(peer, site, [2], [net]),
            new Change.Reinitiate(peer, site, [1, 2], [net]),
            new Change.Reinitiate(peer, site, [1], [net, site]),
            new Change.Reinitiate(peer, net, [1], [net]),
            new Change.Reinitiate(IPAddress.Parse("198.51.100.2"), site, [1], [net]),
        ];
        Assert.Equal(all.Length, all.Select(change => PlanDigest.Of(Plan with { Change = change })).Distinct().Count());

        static ConnectionName Name(string text) => ConnectionName.TryFrom(text)!;
    }

    [Fact]
    public void No_field_of_the_plan_is_forgotten() =>
        // A new field needs a line in PlanDigest, rows above, and a new number of the encoding. Kinds, Kind and Steps only tell of the others.
        Assert.Equal(
            (21, 7),
            (typeof(RemediationPlan).GetProperties().Length, typeof(PlanStep).GetProperties().Length)
        );

    private static Change.ClearEntry Entry(uint spi) => new(Peer, Peer, Spi.From(spi));

    private static RemediationPlan Further(Func<PlanStep, PlanStep> changed) =>
        Plans.BothEnds() with
        {
            Then = changed(Plans.BothEnds().Then!),
        };
}
