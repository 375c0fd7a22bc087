using System.Net;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Tunnels;

/// <summary>What the first finding explains is not said beside it.</summary>
public sealed partial class DiagnosticianTests
{
    [Fact]
    public void A_pair_whose_SA_is_used_up_is_not_called_dead_for_another_reason_and_another_pair_still_is()
    {
        var diagnosis = Diagnostician.Diagnose(UsedUpBeside(otherArrives: true));
        Assert.Equal("lifetime-exhausted", diagnosis.First.Cause);
        Assert.DoesNotContain(diagnosis.Findings, f => f.Cause == "dead-selector");

        var both = Diagnostician.Diagnose(UsedUpBeside(otherArrives: false));
        Assert.Equal("lifetime-exhausted", both.First.Cause);
        Assert.Contains("10.2.8.0/24", Assert.Single(both.Findings, f => f.Cause == "dead-selector").Verdict);
    }

    [Theory]
    [InlineData(750003, "Negotiation aborted due to ERROR: Failed to find a matching policy", true, "rekey-rejected")]
    [InlineData(113019, "Session disconnected. Session Type: LAN-to-LAN, Reason: Idle Timeout", false, "own-teardown")]
    public void Why_there_is_no_SA_is_said_once(int id, string text, bool ikeUp, string cause)
    {
        var diagnosis = WithoutSas(id, text, ikeUp).Diagnosed();
        Assert.Equal(cause, Assert.Single(diagnosis.Findings).Cause);
    }

    [Fact]
    public void What_ends_an_SA_by_its_age_is_not_answered_with_the_setting_for_idle_ones()
    {
        var story = WithoutSas(113019, "Session disconnected. Reason: Max time exceeded", ikeUp: false);
        var why = story.Diagnosed().First.Remedies[0].Why;
        Assert.Contains("vpn-session-timeout", why, StringComparison.Ordinal);
        Assert.DoesNotContain("idle", why, StringComparison.Ordinal);
    }

    [Fact]
    public void Packets_that_come_to_the_wrong_gateway_are_not_called_strangers_unless_others_come_too()
    {
        const uint held = 0x5a5a1234;
        var other = Some.Reading(
            Some.Box("dr-fw1", 30, serial: "SERIAL-C"),
            Some.Hq([Some.Sa(held)], [Some.Sa(0x77777777)])
        ) with
        {
            Peer = Some.BerlinAddress,
        };
        IEnumerable<string> Causes(params LoggedEvent[] log) =>
            Diagnostician
                .Diagnose(new Story { HqDropped = 300, HqLog = Some.Log(log) }.Foreign() with { Elsewhere = [other] })
                .Findings.Select(f => f.Cause);

        Assert.Equal(["wrong-headend"], Causes(Some.InvalidSpi(held)));
        Assert.Equal(
            ["wrong-headend", "misdirected-esp"],
            Causes(Some.InvalidSpi(held), Some.InvalidSpi(0x66666666, from: "192.0.2.200"))
        );
    }

    [Fact]
    public void A_fault_that_comes_with_every_rekey_is_not_called_the_ordinary_noise_of_one()
    {
        var evidence = new Story { HqDropped = 10 }.Evidence();
        TunnelEnd With(TunnelEnd end, long seconds) =>
            new(Set(end.Earlier!, seconds, "IKEv1"), Set(end.Latest, seconds, "IKEv1"));

        var diagnosis = Diagnostician.Diagnose(
            evidence with
            {
                Ours = With(evidence.Ours, 28_800),
                Theirs = With(evidence.Theirs!, 3_600),
            }
        );

        Assert.Equal("lifetime-mismatch", Assert.Single(diagnosis.Findings).Cause);
    }

    [Theory]
    [InlineData(true, true, "no-such-peer")]
    [InlineData(false, true, "tunnel-down")]
    [InlineData(true, false, "tunnel-down")]
    public void An_address_that_is_set_up_nowhere_is_no_tunnel_that_is_down(bool noMap, bool noGroup, string cause)
    {
        var diagnosis = Diagnostician.Diagnose(NotSetUp([noMap ? "192.0.2.77" : "203.0.113.9"], noGroup));
        Assert.Equal(cause, Assert.Single(diagnosis.Findings).Cause);
        Assert.Equal(cause == "no-such-peer" ? Severity.Unknown : Severity.Attention, diagnosis.Severity);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_people_of_an_address_that_is_no_peer_are_not_to_be_asked_for_their_SPI(bool noSuchPeer)
    {
        var view = Assert.Single(Diagnostician.Diagnose(NotSetUp(["192.0.2.77"], noSuchPeer)).Missing);
        Assert.StartsWith("The other end's view: 203.0.113.9 is not in the inventory.", view, StringComparison.Ordinal);
        Assert.Equal(!noSuchPeer, view.Contains("Its own people", StringComparison.Ordinal));
    }

    /// <summary>Its row may be in what is missing.</summary>
    [Theory]
    [InlineData(true, "no-such-peer")]
    [InlineData(false, "tunnel-down")]
    public void An_IKE_table_that_was_cut_does_not_tell_that_there_is_no_IKE_SA(bool complete, string cause)
    {
        var evidence = NotSetUp(["192.0.2.77"], noGroup: true);
        TunnelReading Read(TunnelReading reading) =>
            reading with
            {
                Ikev2 = Answer.Of(reading.Ikev2.Value! with { Complete = complete }),
            };

        var found = Assert.Single(
            Diagnostician
                .Diagnose(evidence with { Ours = new(Read(evidence.Ours.Earlier!), Read(evidence.Ours.Latest)) })
                .Findings
        );

        Assert.Equal(cause, found.Cause);
        Assert.Equal(complete, found.Evidence.Any(line => line.Text == "no IKE SA"));
    }

    [Fact]
    public void A_dynamic_entry_may_take_any_peer() =>
        Assert.Equal("tunnel-down", Diagnostician.Diagnose(NotSetUp([], noGroup: true)).First.Cause);

    [Fact]
    public void What_an_end_without_an_SA_accepts_is_not_told_by_the_other_ends_listing()
    {
        var story = Story.PeerOnOldSa with { HqHasSa = false };
        var first = story.Diagnosed().First;
        Assert.Equal("peer-on-old-sa", first.Cause);
        var hq = first.Evidence.Where(line => line.Gateway == "hq-fw1").Select(line => line.Text).ToList();
        Assert.Contains("no inbound esp SA for these networks", hq);
        Assert.DoesNotContain(hq, text => text.StartsWith("inbound esp", StringComparison.Ordinal));
    }

    [Fact]
    public void Looks_that_are_close_to_each_other_do_not_take_back_what_the_SAs_own_life_tells()
    {
        TunnelReading Hq(double at) =>
            Some.Reading(
                Some.Box("hq-fw1", at, drops: 18_895),
                Some.Hq(
                    [Busy(Story.HqAccepts)],
                    [Busy(Story.BerlinAccepts)],
                    4_000_000 + (long)(at * 1000),
                    4_000_000 + (long)(at * 1000)
                )
            );
        var once = Some.Foreign(null, Hq(0));
        var twice = Some.Foreign(Hq(0), Hq(5));

        Assert.Equal("volume-rekey", Diagnostician.Diagnose(once).First.Cause);
        Assert.Equal("volume-rekey", Diagnostician.Diagnose(twice).First.Cause);

        // After 300 s of 28,800 more than half of its kilobytes is gone.
        static SecurityAssociation Busy(uint spi) => Some.Sa(spi, left: 28_500) with { RemainingKilobytes = 1_000_000 };
    }

    private static TunnelEvidence NotSetUp(string[] peers, bool noGroup)
    {
        TunnelReading Reading(TunnelReading reading) =>
            reading with
            {
                CryptoMaps = Answer.Of(new CryptoMaps([new CryptoMapEntry("outside_map", 10, peers)])),
                TunnelGroup = Answer.Of(new TunnelGroup(noGroup ? null : "203.0.113.9", "ipsec-l2l", null, null, null)),
            };
        var story = new Story { HqHasSa = false, HqIkeUp = false };
        return Some.Foreign(Reading(story.Hq(0)), Reading(story.Hq(1)));
    }

    /// <summary>Three pairs: one passes, one has used up its SA, and one passes or does not.</summary>
    private static TunnelEvidence UsedUpBeside(bool otherArrives)
    {
        return Some.Foreign(Hq(0), Hq(1));

        TunnelReading Hq(int look) =>
            Some.Reading(
                Some.Box("hq-fw1", look * 30),
                Two.HqChild(100 + (look * 300), 100 + (look * 300)),
                Pair("10.2.9.0", UsedUp with { Spi = Some.Spi(701) }, 702, look, arrives: false),
                Pair("10.2.8.0", Some.Sa(703), 704, look, otherArrives)
            );

        static ChildSa Pair(string network, SecurityAssociation inbound, uint outbound, int look, bool arrives) =>
            Some.Child(
                Some.BerlinAddress,
                Some.HqNetwork,
                Selector.Network(IPAddress.Parse(network), 24),
                [inbound],
                [Some.Sa(outbound)],
                100 + (look * 300),
                100 + (arrives ? look * 300 : 0)
            );
    }
}
