using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Tunnels;

public sealed partial class DiagnosticianTests
{
    private const string Stranger = "192.0.2.99";

    private static readonly Story ToldByLifetimes = Story.PeerOnOldSa with
    {
        BerlinIn = [Some.Sa(0x11112222, left: 2041)],
    };

    [Fact]
    public void The_log_that_names_sender_and_SPI_makes_it_sure()
    {
        Assert.Equal(Confidence.Medium, ToldByLifetimes.Diagnosed().First.Confidence);
        var first = (ToldByLifetimes with { HqLog = Some.Log(Some.InvalidSpi(Story.Old)) }).Diagnosed().First;
        Assert.Equal(("peer-on-old-sa", Confidence.High), (first.Cause, first.Confidence));
        var line = Assert.Single(first.Evidence, e => e.Text == "402114: SPI 8a41c77e from 203.0.113.9");
        // By our clock, though the box's is two hours ahead.
        Assert.Equal(("hq-fw1", Some.Time.AddSeconds(10)), (line.Gateway, line.At));
        Assert.Contains(
            "hq-fw1's log names these packets: 8a41c77e from 203.0.113.9",
            first.Why,
            StringComparison.Ordinal
        );
        Assert.NotNull(Change(first));
    }

    [Fact]
    public void Another_sender_or_another_SPI_makes_it_no_surer()
    {
        foreach (var other in new[] { Some.InvalidSpi(Story.Old, Stranger), Some.InvalidSpi(0x55556666) })
        {
            var first = (ToldByLifetimes with { HqLog = Some.Log(other) }).Diagnosed().First;
            Assert.Equal(("peer-on-old-sa", Confidence.Medium), (first.Cause, first.Confidence));
            Assert.DoesNotContain("names these packets", first.Why, StringComparison.Ordinal);
        }

        var strange = (ToldByLifetimes with { HqLog = Some.Log(Some.InvalidSpi(0x55556666, Stranger)) }).Diagnosed();
        Assert.Contains(
            strange.First.Against,
            a => a.EndsWith($"other senders too: {Stranger}.", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void One_look_is_not_made_sure_by_the_log()
    {
        var story = ToldByLifetimes with { HqLog = Some.Log(Some.InvalidSpi(Story.Old)) };
        var first = Diagnostician.Diagnose(story.OneLook()).First;
        Assert.Equal(Confidence.Low, first.Confidence);
        Assert.Null(Change(first));
    }

    [Fact]
    public void Until_when_the_SPI_was_ours_is_said_by_our_clock()
    {
        // Which end is behind cannot be told from these SAs.
        var unclear = Story.PeerOnOldSa with
        {
            BerlinIn = [Some.Sa(0x11112222)],
            BerlinOut = [Some.Sa(Story.Old)],
        };
        Assert.Equal(Confidence.Low, unclear.Diagnosed().First.Confidence);
        var named = unclear with { HqLog = Some.Log(Some.InvalidSpi(Story.Old)) };
        Assert.Equal(Confidence.Medium, named.Diagnosed().First.Confidence);

        var ended = unclear with { HqLog = Some.Log(Some.Deleted(Story.Old, -840), Some.InvalidSpi(Story.Old)) };
        var first = ended.Diagnosed().First;
        Assert.Equal(("peer-on-old-sa", Confidence.High), (first.Cause, first.Confidence));
        Assert.Contains("8a41c77e was hq-fw1's own until 02:13:11 UTC.", first.Why, StringComparison.Ordinal);
        Assert.Contains(
            first.Evidence,
            e => e.Text == "602304: inbound SA 8a41c77e deleted" && e.At == Some.Time.AddSeconds(-840)
        );
    }

    [Fact]
    public void A_foreign_peer_that_the_log_names_is_sure()
    {
        Assert.Equal(Confidence.Medium, Diagnostician.Diagnose(Story.PeerOnOldSa.Foreign()).First.Confidence);
        var story = Story.PeerOnOldSa with
        {
            HqLog = Some.Log(Some.Deleted(Story.Old, -840), Some.InvalidSpi(Story.Old)),
        };
        var first = Diagnostician.Diagnose(story.Foreign()).First;
        Assert.Equal(("peer-on-old-sa", Confidence.High), (first.Cause, first.Confidence));
        Assert.Equal("203.0.113.9 sends with an SPI that hq-fw1 no longer knows", first.Verdict);
        Assert.Contains("8a41c77e was hq-fw1's own until 02:13:11 UTC", first.Why, StringComparison.Ordinal);

        // Old news in the log, and somebody else's packets, prove nothing about this peer.
        var old = story with
        {
            HqLog = Some.Log(Some.InvalidSpi(Story.Old, at: -7200)),
        };
        Assert.Equal(Confidence.Medium, Diagnostician.Diagnose(old.Foreign()).First.Confidence);
        var strange = story with { HqLog = Some.Log(Some.InvalidSpi(Story.Old, Stranger)) };
        var doubted = Diagnostician.Diagnose(strange.Foreign()).First;
        Assert.Equal(Confidence.Low, doubted.Confidence);
        Assert.Contains(doubted.Against, a => a.Contains(Stranger, StringComparison.Ordinal));
    }

    [Fact]
    public void An_unknown_sender_is_named()
    {
        var story = new Story { HqDropped = 900 };
        Assert.Equal(
            ("misdirected-esp", Confidence.Medium),
            (story.Diagnosed().First.Cause, story.Diagnosed().First.Confidence)
        );
        var first = (story with { HqLog = Some.Log(Some.InvalidSpi(0x0badcafe, Stranger)) }).Diagnosed().First;
        Assert.Equal(("misdirected-esp", Confidence.High), (first.Cause, first.Confidence));
        Assert.Equal(
            "hq-fw1 drops packets of 192.0.2.99 for an invalid SPI; they are not of this tunnel",
            first.Verdict
        );
        Assert.Contains(first.Evidence, e => e.Text == "402114: SPI 0badcafe from 192.0.2.99");
        Assert.DoesNotContain("crypto map", first.Why, StringComparison.Ordinal);
        Assert.Null(Change(first));
    }

    [Theory]
    [InlineData(false, "Filter them upstream")]
    [InlineData(true, "find out whose they are before you filter them")]
    public void Whom_a_dynamic_entry_may_take_is_not_filtered_unseen(bool dynamic, string doNow)
    {
        var evidence = new Story
        {
            HqDropped = 900,
            HqLog = Some.Log(Some.InvalidSpi(0x0badcafe, Stranger)),
        }.Evidence();
        var named = new CryptoMapEntry("outside_map", 10, ["203.0.113.9"]);
        var maps = new CryptoMaps(dynamic ? [named, new CryptoMapEntry("outside_map", 65535, [])] : [named]);

        var first = Diagnostician
            .Diagnose(
                evidence with
                {
                    Ours = new(evidence.Ours.Earlier, evidence.Ours.Latest with { CryptoMaps = Answer.Of(maps) }),
                }
            )
            .First;

        Assert.Equal("misdirected-esp", first.Cause);
        Assert.Contains(doNow, Assert.Single(first.Remedies).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_peer_itself_with_an_SA_that_nobody_lists_is_not_called_a_stranger()
    {
        var story = new Story
        {
            HqDropped = 900,
            HqLog = Some.Log(Some.Deleted(Story.Old, -840), Some.InvalidSpi(Story.Old)),
        };
        var first = story.Diagnosed().First;
        Assert.Equal(("misdirected-esp", Confidence.Medium), (first.Cause, first.Confidence));
        Assert.Equal("hq-fw1 drops packets of 203.0.113.9 for an SPI that is not of the SAs in use", first.Verdict);
        Assert.Contains("8a41c77e was hq-fw1's own until 02:13:11 UTC.", first.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 6, "hq-fw1's log holds no message 402114 of now")]
    [InlineData(true, 3, "hq-fw1's log buffer does not take message 402114")]
    [InlineData(true, null, "which messages hq-fw1's log buffer takes is not known")]
    [InlineData(false, 6, "hq-fw1 writes no log buffer")]
    public void What_the_silence_of_the_log_is_worth_is_said(bool on, int? level, string said)
    {
        var first = new Story { HqDropped = 900, HqLog = new LoggedEvents(on, level, []) }
            .Diagnosed()
            .First;
        Assert.Equal(("misdirected-esp", Confidence.Medium), (first.Cause, first.Confidence));
        Assert.Contains(said, first.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_was_asked_for_and_not_read_is_missing()
    {
        var (hq, berlin) = (new Story().Hq(1), new Story().Berlin(1));
        var busy = hq with
        {
            Log = Answer.NotRead<LoggedEvents>("the box is busy: CPU 93 % for 5 seconds, 91 % for 1 minute"),
        };
        Assert.Contains(
            "The log of hq-fw1: the box is busy: CPU 93 % for 5 seconds, 91 % for 1 minute.",
            Diagnostician.Diagnose(Some.Evidence(null, busy, null, berlin)).Missing
        );
        Assert.DoesNotContain(
            Diagnostician.Diagnose(Some.Evidence(null, hq, null, berlin)).Missing,
            m => m.Contains("log", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void What_was_not_read_for_one_reason_is_said_in_one_line_for_each_box()
    {
        const string Busy = "the box is busy: CPU 97 % for 5 seconds, 91 % for 1 minute";
        var hq = new Story().Hq(1) with
        {
            Ikev1 = Answer.NotRead<IkeListing>(Busy),
            Ikev2 = Answer.NotRead<IkeListing>(Busy),
            Log = Answer.NotRead<LoggedEvents>(Busy),
            CryptoMaps = Answer.NotRead<CryptoMaps>("the device refused it"),
            TunnelGroup = Answer.NotRead<TunnelGroup>(Busy),
        };
        var berlin = new Story().Berlin(1) with { Log = Answer.NotRead<LoggedEvents>(Busy) };

        Assert.Equal(
            [
                $"Not read of hq-fw1 ({Busy}): the IKEv1 SAs, the IKEv2 SAs, the log, the tunnel group.",
                "The crypto map of hq-fw1: the device refused it.",
                $"The log of berlin-fw1: {Busy}.",
            ],
            Diagnostician.Diagnose(Some.Evidence(new Story().Hq(0), hq, new Story().Berlin(0), berlin)).Missing
        );
    }
}
