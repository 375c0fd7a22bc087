using CsCheck;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Tunnels;

public sealed partial class DiagnosticianTests
{
    [Fact]
    public void Of_a_foreign_peer_on_an_old_SA_we_are_half_sure_and_ask()
    {
        var diagnosis = Diagnostician.Diagnose(Story.PeerOnOldSa.Foreign());
        var first = diagnosis.First;
        Assert.Equal(("peer-on-old-sa", Confidence.Medium), (first.Cause, first.Confidence));
        Assert.Equal(
            [
                (RemedyKind.Wait, Helps.Maybe),
                (RemedyKind.AskPeer, Helps.Yes),
                (RemedyKind.ClearPeer, Helps.Maybe),
                (RemedyKind.ClearIke, Helps.Yes),
            ],
            first.Remedies.Select(r => (r.Kind, r.Helps))
        );
        Assert.All(first.Remedies, r => Assert.Equal("hq-fw1", r.Gateway));
        Assert.Contains("7bc0de01", first.Remedies[1].Why, StringComparison.Ordinal);
        Assert.Contains(diagnosis.Missing, m => m.Contains("not in the inventory", StringComparison.Ordinal));
        Assert.Null(diagnosis.TheirDrops);
    }

    [Fact]
    public void Both_ends_are_offered_where_one_clear_may_not_be_enough_and_a_single_SA_where_that_is_switched_on()
    {
        var sure = Diagnostician.Diagnose(Story.PeerOnOldSa.Evidence(), offersEntry: true).First.Remedies;
        Assert.DoesNotContain(sure, r => r.Kind is RemedyKind.BothEnds or RemedyKind.ClearIke);
        var entry = Assert.Single(sure, r => r.Kind == RemedyKind.ClearEntry);
        Assert.Equal(("berlin-fw1", Some.HqAddress), (entry.Gateway, entry.Peer));
        Assert.Contains("The other pairs of networks stay", entry.Interrupts, StringComparison.Ordinal);

        var unsure = (Story.PeerOnOldSa with { HqIkeUp = false })
            .Diagnosed()
            .Findings.SelectMany(f => f.Remedies)
            .ToList();
        var both = Assert.Single(unsure, r => r.Kind == RemedyKind.BothEnds);
        Assert.Equal(("berlin-fw1", Helps.Maybe), (both.Gateway, both.Helps));
        Assert.Contains("First, on berlin-fw1: ", both.Interrupts, StringComparison.Ordinal);
        Assert.Contains("Then, only if that does not help, on hq-fw1: ", both.Interrupts, StringComparison.Ordinal);
        Assert.DoesNotContain(unsure, r => r.Kind == RemedyKind.ClearEntry);
    }

    [Fact]
    public void A_foreign_peer_is_not_blamed_while_our_own_SAs_change_or_IKE_is_down()
    {
        var (story, before) = (Story.PeerOnOldSa, Story.PeerOnOldSa with { HqIn = [Some.Sa(0x33334444)] });
        Assert.Equal("undetermined", Diagnostician.Diagnose(Some.Foreign(before.Hq(0), story.Hq(1))).First.Cause);
        Assert.Equal("undetermined", Diagnostician.Diagnose((story with { HqIkeUp = false }).Foreign()).First.Cause);
        Assert.Equal("undetermined", Diagnostician.Diagnose((story with { HqDropped = 9 }).Foreign()).First.Cause);
    }

    [Fact]
    public void A_foreign_peer_whose_packets_arrive_is_not_blamed_for_the_drops()
    {
        var first = Diagnostician.Diagnose((Story.PeerOnOldSa with { HqArrived = 500 }).Foreign()).First;
        Assert.Equal("misdirected-esp", first.Cause);
        Assert.Null(Change(first));
    }

    [Theory]
    [InlineData(300, 0, "undetermined")]
    [InlineData(300, 300, "healthy")]
    [InlineData(0, 0, "undetermined")]
    public void Of_a_foreign_peer_without_drops_only_arriving_packets_are_good_news(
        long sent,
        long arrived,
        string cause
    )
    {
        var story = new Story { HqSent = sent, HqArrived = arrived };
        var first = Diagnostician.Diagnose(story.Foreign()).First;
        Assert.Equal(cause, first.Cause);
        Assert.Null(Change(first));
        Assert.Equal(cause != "healthy", first.Remedies.Any(r => r.Kind == RemedyKind.AskPeer));
    }

    [Fact]
    public void After_one_look_a_cause_is_named_and_no_change_offered()
    {
        var diagnosis = Diagnostician.Diagnose(Story.PeerOnOldSa.OneLook());
        Assert.False(diagnosis.TwoLooks);
        Assert.Equal(("peer-on-old-sa", Confidence.Low), (diagnosis.First.Cause, diagnosis.First.Confidence));
        Assert.Null(Change(diagnosis.First));
        Assert.Equal("looked once", diagnosis.OurDrops.NoRateBecause);
        var healthy = Diagnostician.Diagnose(new Story().OneLook());
        Assert.Equal(("healthy", Severity.Unknown), (healthy.First.Cause, healthy.Severity));
    }

    [Fact]
    public void On_a_standby_unit_nothing_is_offered()
    {
        var theirs = (Story.PeerOnOldSa with { BerlinRole = FailoverRole.Standby }).Diagnosed().First;
        Assert.DoesNotContain(theirs.Remedies, r => r.ChangesSomething && r.Gateway == "berlin-fw1");
        Assert.Contains(theirs.Against, a => a.Contains("berlin-fw1", StringComparison.Ordinal));
        var ours = (Story.StaleOutbound with { HqRole = FailoverRole.Standby }).Diagnosed();
        Assert.Equal("wrong-unit", ours.First.Cause);
        Assert.Equal(Severity.Unknown, ours.Severity);
        Assert.All(ours.Findings, f => Assert.Null(Change(f)));
        Assert.NotEqual("healthy", (new Story() with { HqRole = FailoverRole.Standby }).Diagnosed().First.Cause);
    }

    [Fact]
    public void What_a_clear_interrupts_is_counted_from_the_whole_listing()
    {
        var story = Story.PeerOnOldSa;
        ChildSa[] more =
        [
            Some.Child(Some.HqAddress, null, null, [Some.Sa(301)], [Some.Sa(302)]) with
            {
                Interface = "vti-hq",
                CryptoMap = "__vti-crypto-map-4-0-1",
            },
            Some.Child(Some.HqAddress, null, null, [Some.Sa(303)], [Some.Sa(304)]) with
            {
                Kind = "RA",
                Username = "rashmi",
            },
        ];
        var (first, second) = (With(story.Berlin(0)), With(story.Berlin(1)));
        var finding = Diagnostician.Diagnose(Some.Evidence(story.Hq(0), story.Hq(1), first, second)).First;
        var interrupts = finding.Remedies.Single(r => r.Gateway == "berlin-fw1").Interrupts;
        Assert.Contains("both pairs of networks", interrupts, StringComparison.Ordinal);
        Assert.Contains("1 remote-access SA behind this address (rashmi)", interrupts, StringComparison.Ordinal);
        Assert.Contains("vti-hq", interrupts, StringComparison.Ordinal);

        TunnelReading With(TunnelReading reading) =>
            reading with
            {
                Sas = Answer.Of(new SaListing(Complete: true, [.. reading.Tunnels, .. more])),
            };
    }

    [Fact]
    public void Who_can_bring_the_tunnel_back_is_said()
    {
        var reading = new Story().Hq(1);
        Assert.EndsWith(
            "It comes back with its next packet. IKE stays up: nobody has to re-authenticate.",
            Of(reading),
            StringComparison.Ordinal
        );
        var dynamic = reading with { CryptoMaps = Answer.Of(new CryptoMaps([new CryptoMapEntry("m", 10, [])])) };
        Assert.Contains("only 203.0.113.9 can begin", Of(dynamic), StringComparison.Ordinal);
        var vti = dynamic with
        {
            Sas = Answer.Of(
                new SaListing(Complete: true, [reading.Tunnels[0] with { CryptoMap = "__vti-crypto-map-4-0-1" }])
            ),
        };
        Assert.Contains("It comes back by itself", Of(vti), StringComparison.Ordinal);
        var answered = reading with
        {
            Ikev2 = Answer.Of(new IkeListing([new IkeSa(2, "203.0.113.9", "READY", Up: true, "RESPONDER")])),
        };
        Assert.Contains("203.0.113.9 has to send first", Of(answered), StringComparison.Ordinal);
        var without = reading with { Ikev2 = Answer.Of(new IkeListing([])) };
        Assert.Contains("There is no IKE SA to negotiate over", Of(without), StringComparison.Ordinal);

        static string Of(TunnelReading reading) => Interruption.Of(new TunnelEnd(Earlier: null, reading));
    }

    [Fact]
    public void One_broken_pair_of_several_is_found_and_the_healthy_ones_are_named_as_interrupted()
    {
        var other = Selector.Network(System.Net.IPAddress.Parse("10.2.9.0"), 24);
        var story = Story.PeerOnOldSa;
        var finding = Diagnostician.Diagnose(Some.Evidence(Hq(0), Hq(1), Berlin(0), Berlin(1))).First;
        Assert.Equal(("peer-on-old-sa", Confidence.High), (finding.Cause, finding.Confidence));
        var clear = finding.Remedies.Single(r => r.Gateway == "berlin-fw1");
        Assert.Contains("both pairs of networks", clear.Interrupts, StringComparison.Ordinal);

        TunnelReading Hq(int look) =>
            With(
                story.Hq(look),
                Some.Child(
                    Some.BerlinAddress,
                    Some.HqNetwork,
                    other,
                    [Some.Sa(701)],
                    [Some.Sa(702)],
                    look * 50,
                    look * 60
                )
            );

        TunnelReading Berlin(int look) =>
            With(
                story.Berlin(look),
                Some.Child(Some.HqAddress, other, Some.HqNetwork, [Some.Sa(702)], [Some.Sa(701)], look * 60, look * 50)
            );

        static TunnelReading With(TunnelReading reading, ChildSa child) =>
            reading with
            {
                Sas = Answer.Of(new SaListing(Complete: true, [child, .. reading.Tunnels])),
            };
    }

    [Fact]
    public void Whatever_was_read_there_is_a_verdict_and_its_remedies_fit() =>
        Arbitrary.Evidence.Sample(Fits, iter: 5000);

    [Fact]
    public void Whatever_two_read_ends_say_there_is_a_verdict_and_its_remedies_fit() =>
        Arbitrary.GoodEvidence.Sample(Fits, iter: 5000);

    /// <summary>For no other cause can a clear help.</summary>
    private static readonly string[] MayOfferAChange =
    [
        "restart-without-state",
        "lifetime-exhausted",
        "peer-on-old-sa",
        "stale-outbound",
        "dead-selector",
        "inactive-sas",
    ];

    private static void Fits(TunnelEvidence evidence)
    {
        var diagnosis = Diagnostician.Diagnose(evidence);
        var ends = new[] { evidence.Ours, evidence.Theirs }.OfType<TunnelEnd>().ToList();
        var readings = ends.SelectMany(e => new[] { e.Earlier, e.Latest }).OfType<TunnelReading>().ToList();
        var read = readings.Select(reading => (reading.Gateway, reading.TakenAt)).ToList();
        // A line of a log has the time of its message, where that can be told.
        var logged = readings
            .SelectMany(r => (r.Log.Value?.Events ?? []).Select(e => (e.Id, At: LoggedEvents.OurTime(e, r.Box))))
            .ToList();
        Assert.NotEmpty(diagnosis.Findings);
        Assert.Equal(diagnosis.Findings.Count, diagnosis.Findings.Select(f => f.Cause).Distinct().Count());
        foreach (var finding in diagnosis.Findings)
        {
            Assert.NotEmpty(finding.Verdict);
            Assert.NotEmpty(finding.Why);
            var changes = finding.Remedies.Where(r => r.ChangesSomething).ToList();
            if (!diagnosis.TwoLooks || !MayOfferAChange.Contains(finding.Cause))
            {
                Assert.Empty(changes);
            }

            var kinds = finding.Remedies.Select(r => r.Kind).ToList();
            Assert.Equal(kinds.Order(), kinds);
            Assert.All(
                changes,
                change => Assert.Equal(change.Kind == RemedyKind.ClearInactive, finding.Cause == "inactive-sas")
            );
            Assert.Equal(changes.Count, changes.DistinctBy(r => (r.Gateway, r.Kind)).Count());
            Assert.All(
                finding.Evidence,
                line =>
                    Assert.True(
                        read.Contains((line.Gateway, line.At))
                            || logged.Any(e =>
                                line.Text.StartsWith($"{e.Id}: ", StringComparison.Ordinal) && e.At == line.At
                            ),
                        line.ToString()
                    )
            );
        }
    }
}
