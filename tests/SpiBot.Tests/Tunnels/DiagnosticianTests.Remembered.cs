using SpiBot.Tests.Tunnels.History;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;
using SpiBot.Tunnels.History;

namespace SpiBot.Tests.Tunnels;

/// <summary>What only the past tells, or the contexts of a box's data path.</summary>
public sealed partial class DiagnosticianTests
{
    private const uint Another = 0x51515151;

    /// <summary>berlin-fw1 sends, hq-fw1 lists the SPI, nothing arrives, and no log tells why.</summary>
    private static readonly Story NothingArrives = new() { HqArrived = 0, HqDropped = 300 };

    [Theory]
    [InlineData(true, Confidence.High)]
    [InlineData(false, Confidence.Medium)]
    public void A_listed_SPI_without_a_context_is_the_data_paths_fault(bool bothEnds, Confidence confidence)
    {
        var first = WithContexts(NothingArrives, bothEnds, new DataPath([Inbound(Another)])).First;

        Assert.Equal(("stale-data-plane", confidence), (first.Cause, first.Confidence));
        Assert.Contains("its data path has no context with it", first.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("log", first.Why, StringComparison.Ordinal);
        Assert.Contains(
            first.Evidence,
            line => line.Text.Contains($"SPI {Some.Spi(Another).Digits}", StringComparison.Ordinal)
        );
        Assert.Equal(("hq-fw1", Helps.Maybe), (Change(first)?.Gateway, Change(first)?.Helps));
    }

    public static TheoryData<string, DataPath> SaysNothing =>
        new()
        {
            { "it has the SPI", new DataPath([Inbound(Another), Inbound(Story.HqAccepts)]) },
            { "it was cut", new DataPath([Inbound(Another)], Complete: false) },
            { "it lists no contexts of this tunnel", new DataPath([]) },
        };

    [Theory]
    [MemberData(nameof(SaysNothing), DisableDiscoveryEnumeration = true)]
    public void A_data_path_that_shows_no_lack_is_no_cause(string because, DataPath path) =>
        Assert.All(
            WithContexts(NothingArrives, bothEnds: true, path).Findings,
            finding => Assert.False(finding.Cause == "stale-data-plane", because)
        );

    [Fact]
    public void A_context_that_lacks_what_arrives_all_the_same_is_no_cause() =>
        Assert.Equal(
            "healthy",
            WithContexts(new Story(), bothEnds: true, new DataPath([Inbound(Another)])).First.Cause
        );

    [Theory]
    [InlineData(1, Confidence.Low)]
    [InlineData(2, Confidence.Medium)]
    public void SAs_that_ran_out_with_none_in_their_place_tell_of_a_refused_rekey_without_a_log(
        int times,
        Confidence confidence
    )
    {
        var past = Past.Looked();
        for (var time = 0; time < times; time++)
        {
            var start = time * 33_000;
            past.LookAndSeeNone(start).Look(start + 100, (uint)(0x1000 + time), (uint)(0x9000 + time), left: 28_790);
            past.Look(start + 28_800, (uint)(0x1000 + time), (uint)(0x9000 + time), left: 90)
                .LookAndSeeNone(start + 28_900);
        }

        past.LookAndSeeNone(times * 33_000);
        var finding = Assert.Single(Down(past, times).Findings, f => f.Cause == "rekey-rejected");

        Assert.Equal(confidence, finding.Confidence);
        Assert.Contains(
            times == 1 ? "1 SA of the past ended with its lifetime" : "2 SAs of the past ended with their lifetime",
            finding.Why,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(finding.Remedies, r => r.Kind == RemedyKind.ClearPeer);
    }

    [Fact]
    public void An_SA_that_another_followed_did_not_run_out()
    {
        var past = Past.Looked().LookAndSeeNone(0).Look(100, 0x1000, 0x9000, left: 28_790);
        past.Look(28_700, 0x1000, 0x9000, left: 190).Look(28_800, 0x1001, 0x9001, left: 28_790);
        past.LookAndSeeNone(33_000);

        Assert.DoesNotContain(Down(past, 1).Findings, f => f.Cause == "rekey-rejected");
    }

    [Theory]
    [InlineData("IKEv1", Confidence.High)]
    [InlineData("IKEv2", Confidence.Medium)]
    public void Bursts_at_multiples_of_the_shorter_lifetime_are_evidence_with_either_IKE(
        string version,
        Confidence confidence
    )
    {
        var first = DifferingLifetimes(version, Past.OfBursts(0, 3_600, 10_800)).First;

        Assert.Equal(("lifetime-mismatch", confidence), (first.Cause, first.Confidence));
        Assert.Contains("3 of 3 past bursts of drops came at multiples of", first.Why, StringComparison.Ordinal);
        Assert.Null(Change(first));
    }

    [Fact]
    public void Bursts_at_any_time_are_no_fault_of_lifetimes_that_differ_with_IKEv2() =>
        Assert.DoesNotContain(
            DifferingLifetimes("IKEv2", Past.OfBursts(0, 2_000, 5_100)).Findings,
            f => f.Cause == "lifetime-mismatch"
        );

    [Theory]
    [InlineData(2, "healthy")]
    [InlineData(3, "volume-rekey")]
    public void Remembered_bursts_are_what_rekeys_for_kilobytes_have_cost(int bursts, string cause)
    {
        SecurityAssociation Sa(uint spi, int look) =>
            Some.Sa(spi) with
            {
                RemainingKilobytes = 4_000_000 - (look * 500_000),
            };
        var evidence = new Two
        {
            Hq = look =>
                Some.Hq(
                    [Sa(Story.HqAccepts, look)],
                    [Sa(Story.BerlinAccepts, look)],
                    100 + (look * 300),
                    100 + (look * 300)
                ),
        }.Evidence();

        var first = Diagnostician
            .Diagnose(Remembering(evidence, Past.OfBursts([.. Enumerable.Range(0, bursts).Select(i => i * 2_000.0)])))
            .First;

        Assert.Equal(cause, first.Cause);
        Assert.Equal(
            cause == "volume-rekey",
            first.Why.Contains($"{bursts} bursts of drops are remembered", StringComparison.Ordinal)
        );
    }

    private static DataPathContext Inbound(uint spi) => new(1, "203.0.113.9", SaDirection.Inbound, Some.Spi(spi));

    private static TunnelDiagnosis WithContexts(Story story, bool bothEnds, DataPath path)
    {
        var evidence = bothEnds ? story.Evidence() : story.Foreign();
        return Diagnostician.Diagnose(
            evidence with
            {
                Ours = evidence.Ours with { Latest = evidence.Ours.Latest with { DataPath = Answer.Of(path) } },
            }
        );
    }

    /// <summary>IKE is up and no SA is there, some time after this past.</summary>
    private static TunnelDiagnosis Down(Past past, int after) =>
        Diagnostician.Diagnose(
            Remembering(
                new Story
                {
                    HqHasSa = false,
                    BerlinHasSa = false,
                    Start = (after * 33_000) + 60,
                }.Evidence(),
                past
            )
        );

    /// <summary>hq-fw1 keeps its SAs for eight hours, berlin-fw1 for one.</summary>
    private static TunnelDiagnosis DifferingLifetimes(string version, Past past)
    {
        var evidence = new Story { Start = 11_000 }.Evidence();
        TunnelEnd With(TunnelEnd end, long seconds) =>
            new(Set(end.Earlier!, seconds, version), Set(end.Latest, seconds, version));
        return Diagnostician.Diagnose(
            Remembering(
                evidence with
                {
                    Ours = With(evidence.Ours, 28_800),
                    Theirs = With(evidence.Theirs!, 3_600),
                },
                past
            )
        );
    }

    private static TunnelEvidence Remembering(TunnelEvidence evidence, Past past) =>
        evidence with
        {
            Ours = evidence.Ours with { History = past.History },
        };
}
