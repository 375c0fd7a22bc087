using System.Net;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Tunnels;

/// <summary>What playing all of the Lab's scenarios found in the rules, each as the smallest readings that show it; and the causes that only a log, a setting or another gateway tells.</summary>
public sealed partial class DiagnosticianTests
{
    [Fact]
    public void A_tunnel_that_loses_what_one_end_sends_is_not_in_order()
    {
        var diagnosis = (new Story { HqArrived = 0 }).Diagnosed();

        Assert.Equal("undetermined", diagnosis.First.Cause);
        Assert.Contains("What berlin-fw1 sends to hq-fw1 is lost", diagnosis.First.Verdict, StringComparison.Ordinal);
        Assert.Null(Change(diagnosis.First));
    }

    [Fact]
    public void What_the_other_end_lists_is_not_lost_where_its_standby_answers()
    {
        var story = new Story
        {
            BerlinRole = FailoverRole.Standby,
            BerlinSent = 0,
            BerlinArrived = 0,
        };

        Assert.Equal("healthy", story.Diagnosed().First.Cause);
    }

    [Fact]
    public void Old_drops_are_old_news_from_one_end_alone_too_if_packets_arrive()
    {
        var first = Diagnostician.Diagnose(new Story { HqTotal = 18_895 }.Foreign()).First;

        Assert.Equal(("counter-residue", Confidence.Medium), (first.Cause, first.Confidence));
    }

    [Fact]
    public void A_rekey_is_seen_from_one_end_alone_too()
    {
        var story = new Story
        {
            HqIn = [Some.Sa(Story.Old, left: 0, rekeyed: true), Some.Sa(Story.HqAccepts)],
            HqDropped = 9,
        };

        var first = Diagnostician.Diagnose(story.Foreign()).First;

        Assert.Equal(("rekey-noise", Confidence.Medium), (first.Cause, first.Confidence));
    }

    [Fact]
    public void An_end_that_restarted_and_has_nothing_for_the_networks_is_not_cleared()
    {
        var story = Story.PeerOnOldSa with { HqHasSa = false };
        var evidence = Restarted(story.Evidence());

        var diagnosis = Diagnostician.Diagnose(evidence);

        Assert.Equal("restart-without-state", diagnosis.First.Cause);
        Assert.All(
            diagnosis.Findings.SelectMany(f => f.Remedies).Where(r => r.ChangesSomething),
            remedy => Assert.Equal("berlin-fw1", remedy.Gateway)
        );
    }

    [Theory]
    [InlineData(true, Confidence.High)]
    [InlineData(false, Confidence.Medium)]
    public void An_SPI_that_a_box_lists_and_drops_is_its_own_data_paths_fault_and_no_peers(
        bool bothEnds,
        Confidence confidence
    )
    {
        var story = new Story
        {
            HqArrived = 0,
            HqDropped = 300,
            HqLog = Some.Log(Some.InvalidSpi(Story.HqAccepts)),
        };

        var diagnosis = Diagnostician.Diagnose(bothEnds ? story.Evidence() : story.Foreign());

        Assert.Equal(("stale-data-plane", confidence), (diagnosis.First.Cause, diagnosis.First.Confidence));
        Assert.DoesNotContain(diagnosis.Findings, f => f.Cause is "peer-on-old-sa" or "misdirected-esp");
        Assert.Equal(("hq-fw1", Helps.Maybe), (Change(diagnosis.First)?.Gateway, Change(diagnosis.First)?.Helps));
    }

    [Fact]
    public void An_SPI_that_another_gateway_of_ours_holds_comes_to_the_wrong_one()
    {
        const uint held = 0x5a5a1234;
        var story = new Story { HqDropped = 300, HqLog = Some.Log(Some.InvalidSpi(held)) };
        var other = Some.Reading(
            Some.Box("dr-fw1", 30, serial: "SERIAL-C"),
            Some.Hq([Some.Sa(held)], [Some.Sa(0x77777777)])
        ) with
        {
            Peer = Some.BerlinAddress,
        };

        var first = Diagnostician.Diagnose(story.Foreign() with { Elsewhere = [other] }).First;

        Assert.Equal(("wrong-headend", Confidence.High), (first.Cause, first.Confidence));
        Assert.Contains("dr-fw1", first.Verdict, StringComparison.Ordinal);
        Assert.Null(Change(first));
    }

    [Theory]
    [InlineData("IKEv1", 3_600, "lifetime-mismatch")]
    [InlineData("IKEv1", 28_800, "healthy")]
    [InlineData("IKEv2", 3_600, "healthy")]
    public void Lifetimes_that_differ_are_a_fault_with_IKEv1_only(string version, long berlins, string cause)
    {
        var evidence = new Story().Evidence();
        TunnelEnd With(TunnelEnd end, long seconds) =>
            new(Set(end.Earlier!, seconds, version), Set(end.Latest, seconds, version));

        var first = Diagnostician
            .Diagnose(evidence with { Ours = With(evidence.Ours, 28_800), Theirs = With(evidence.Theirs!, berlins) })
            .First;

        Assert.Equal(cause, first.Cause);
        Assert.Null(Change(first));
    }

    [Theory]
    [InlineData(
        750003,
        "IKEv2 Negotiation aborted due to ERROR: Failed to find a matching policy",
        true,
        "rekey-rejected"
    )]
    [InlineData(750003, "IKEv2 Negotiation aborted due to ERROR: Auth exchange failed", true, "tunnel-down")]
    [InlineData(
        750003,
        "IKEv2 Negotiation aborted due to ERROR: Failed to find a matching policy",
        false,
        "tunnel-down"
    )]
    [InlineData(113019, "Session disconnected. Session Type: LAN-to-LAN, Reason: Idle Timeout", false, "own-teardown")]
    [InlineData(113019, "Session disconnected. Session Type: LAN-to-LAN, Reason: Lost Service", false, "tunnel-down")]
    public void Why_there_is_no_SA_is_told_by_the_log(int id, string text, bool ikeUp, string cause)
    {
        var story = WithoutSas(id, text, ikeUp);

        var first = story.Diagnosed().First;

        Assert.Equal(cause, first.Cause);
        // With IKEv2 a new IKE SA brings its first child without a PFS group: a stopgap.
        Assert.Equal(cause == "rekey-rejected" ? (RemedyKind.ClearIke, Helps.Maybe) : null, Changing(first));

        static (RemedyKind, Helps)? Changing(Finding finding) =>
            finding.Remedies.SingleOrDefault(r => r.ChangesSomething) is { } remedy
                ? (remedy.Kind, remedy.Helps)
                : null;
    }

    [Fact]
    public void A_fresh_SA_that_few_packets_have_used_does_not_rekey_for_its_kilobytes()
    {
        var story = Story.PeerOnOldSa with
        {
            BerlinIn = [Some.Sa(Story.BerlinAccepts, left: 28_761)],
            BerlinOut = [Some.Sa(Story.Old, left: 28_761)],
        };

        var pasted = Some.Evidence(story.Hq(0), story.Hq(1), null, story.Berlin(1));

        Assert.DoesNotContain(Diagnostician.Diagnose(pasted).Findings, finding => finding.Cause == "volume-rekey");
    }

    [Fact]
    public void Kilobytes_that_last_for_minutes_explain_drops_at_rekeys()
    {
        SecurityAssociation Sa(uint spi, long kilobytes) => Some.Sa(spi) with { RemainingKilobytes = kilobytes };
        var two = new Two
        {
            Hq = look =>
                Some.Hq(
                    [Sa(Story.HqAccepts, 4_000_000 - (look * 500_000))],
                    [Sa(Story.BerlinAccepts, 4_000_000 - (look * 500_000))],
                    100 + (look * 300),
                    100 + (look * 300)
                ),
        };
        Assert.Equal("healthy", two.Diagnosed().First.Cause);

        var drops = two.Evidence();
        TunnelReading Total(TunnelReading reading) =>
            reading with
            {
                Box = reading.Box with { Drops = Answer.Of(Some.Counters(18_895)) },
            };
        var first = Diagnostician
            .Diagnose(drops with { Ours = new(Total(drops.Ours.Earlier!), Total(drops.Ours.Latest)) })
            .First;

        Assert.Equal(("volume-rekey", Confidence.Medium), (first.Cause, first.Confidence));
        Assert.Null(Change(first));
    }

    private static TunnelEvidence Restarted(TunnelEvidence evidence)
    {
        TunnelReading Young(TunnelReading reading, int seconds) =>
            reading with
            {
                Box = reading.Box with
                {
                    Unit = Answer.Of(reading.Box.Unit.Value! with { Uptime = TimeSpan.FromSeconds(seconds) }),
                },
            };
        return evidence with { Ours = new(Young(evidence.Ours.Earlier!, 300), Young(evidence.Ours.Latest, 330)) };
    }

    private static TunnelReading Set(TunnelReading reading, long seconds, string version) =>
        reading with
        {
            Sas = Answer.Of(
                reading.Sas.Value! with
                {
                    Tunnels = [.. reading.Tunnels.Select(t => t with { IkeVersion = version })],
                }
            ),
            CryptoMaps = Answer.Of(
                new CryptoMaps([
                    new CryptoMapEntry("outside_map", 10, [reading.Peer.ToString()], LifetimeSeconds: seconds),
                ])
            ),
        };

    /// <summary>Neither end has one, and HQ's log says this of the peer.</summary>
    private static Story WithoutSas(int id, string text, bool ikeUp)
    {
        var logged = Some.InvalidSpi(Story.Old) with
        {
            Id = id,
            Spi = null,
            From = null,
            Text = $"Remote:203.0.113.9:500 {text}",
        };
        return new Story
        {
            HqHasSa = false,
            BerlinHasSa = false,
            HqIkeUp = ikeUp,
            HqLog = Some.Log(logged),
        };
    }
}
