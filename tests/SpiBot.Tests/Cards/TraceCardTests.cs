using System.Net;
using SpiBot.Cards;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Duties;
using SpiBot.Operations.Threads;
using SpiBot.Tests.Gateways.Changes;
using SpiBot.Tests.Tunnels;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;
using SpiBot.Tunnels.History;

namespace SpiBot.Tests.Cards;

public sealed class TraceCardTests
{
    private static readonly IPAddress Berlin = IPAddress.Parse("203.0.113.9");

    private static readonly CheckOrder Order = new(
        CheckKind.Trace,
        "hq-fw1",
        Berlin,
        new ThreadAddress("{}"),
        Plans.OnCall
    );

    private static readonly DutyView Left = new(
        "duty/1",
        "hq-fw1",
        "the capture spibot-1",
        "a trace",
        Plans.Noon,
        Plans.Noon.AddMinutes(1),
        LateSince: null,
        RemovedAt: Plans.Noon.AddSeconds(12),
        "show capture does not list spibot-1.",
        ["no capture spibot-1"]
    );

    [Fact]
    public void It_says_who_sends_with_which_spi_since_when_that_is_over_and_that_nothing_is_left()
    {
        var story = Story.PeerOnOldSa with { HqLog = Some.Log(Some.Deleted(Story.Old, -840)) };
        var words = Words(story, Packet(1, Story.Old, 0x28b), Packet(2, Story.Old, 0x28c));

        Assert.Contains("203.0.113.9 sends 8a41c77e", words);
        Assert.Matches(@"hq-fw1 replaced it at \d\d:\d\d:\d\d UTC", words);
        Assert.Contains("2 packets, sequence 0x28b to 0x28c", words);
        Assert.Contains("Taken off again at 12:00:12", words);
    }

    [Fact]
    public void Where_the_log_has_forgotten_what_is_remembered_of_it_says_until_when_the_spi_was_ours()
    {
        var evidence = Traced(Story.PeerOnOldSa, Trace(Packet(1, Story.Old, 1)));
        var (born, gone) = (Some.Time.AddHours(-8), Some.Time.AddMinutes(-14));
        var life = new SpiLife(
            Spi.From(Story.Old),
            Inbound: true,
            LocalSelector: null,
            RemoteSelector: null,
            Moment.Exactly(born),
            born,
            gone,
            Moment.Exactly(gone)
        );
        var remembered = evidence with
        {
            Ours = evidence.Ours with { History = TunnelHistory.Of("hq-fw1", Berlin) with { Spis = [life] } },
        };

        Assert.Contains($"hq-fw1 replaced it at {gone.UtcDateTime:HH:mm:ss} UTC", Words(remembered, Left));
        Assert.DoesNotContain("replaced it at", Words(evidence, Left));
    }

    [Fact]
    public void A_stranger_is_told_from_the_peer_and_what_is_no_esp_is_said()
    {
        var stranger = new EspPacket(IPAddress.Parse("192.0.2.99"), Berlin, Spi.From(0x55556666), null, InUdp: true);
        var words = Words(
            Story.PeerOnOldSa,
            new CapturedPacket(1, null, "", stranger, null),
            new CapturedPacket(2, null, "", null, "it is a NAT-T keepalive")
        );

        Assert.Contains("192.0.2.99 sends 55556666", words);
        Assert.Contains("no SA that was read at either look has it", words);
        Assert.Contains("Not this tunnel's peer", words);
        Assert.Contains("it is a NAT-T keepalive", words);
    }

    [Fact]
    public void An_empty_one_is_no_error_and_none_at_all_says_why()
    {
        Assert.Contains("in 10 s hq-fw1 dropped no ESP packet to its address", Words(new Story()));

        var evidence = Traced(new Story(), Answer.NotRead<DropTrace>("The box is busy: CPU 93 %."));
        Assert.Contains("The box is busy: CPU 93 %. Nothing was watched on hq-fw1.", Words(evidence, left: null));
    }

    [Fact]
    public void Where_nothing_names_the_sender_a_trace_is_one_press_away_and_after_it_no_more()
    {
        var story = Story.PeerOnOldSa;
        Assert.Equal(["hq-fw1"], TraceHelps.Ends(story.Evidence()).Select(end => end.Gateway));
        Assert.Empty(TraceHelps.Ends((story with { HqLog = Some.Log(Some.InvalidSpi(Story.Old)) }).Evidence()));
        Assert.Empty(TraceHelps.Ends(new Story().Evidence()));
        Assert.Empty(TraceHelps.Ends(Traced(story, Trace())));
        Assert.Empty(TraceHelps.Ends(Traced(story, Answer.NoSuchThing<DropTrace>("none on this platform"))));
    }

    [Fact]
    public void The_packets_make_it_as_sure_as_the_log_does()
    {
        var story = Story.PeerOnOldSa with { BerlinIn = [Some.Sa(0x11112222, left: 2041)] };
        Assert.Equal(Confidence.Medium, story.Diagnosed().First.Confidence);

        var first = Diagnostician.Diagnose(Traced(story, Trace(Packet(1, Story.Old, 1)))).First;

        Assert.Equal(("peer-on-old-sa", Confidence.High), (first.Cause, first.Confidence));
        Assert.Contains("hq-fw1's trace shows these packets: 8a41c77e from 203.0.113.9", first.Why);
        Assert.Contains(first.Evidence, line => line.Text == "trace: SPI 8a41c77e from 203.0.113.9");
    }

    private static CapturedPacket Packet(int number, uint spi, uint sequence) =>
        new(
            number,
            null,
            "",
            new EspPacket(Berlin, IPAddress.Parse("198.51.100.1"), Spi.From(spi), sequence, InUdp: false),
            null
        );

    private static Answer<DropTrace> Trace(params CapturedPacket[] packets) =>
        Answer.Of(new DropTrace(Some.Time, Some.Time.AddSeconds(10), new CaptureDump(packets.Length, packets)));

    private static TunnelEvidence Traced(Story story, Answer<DropTrace> trace)
    {
        var evidence = story.Evidence();
        return evidence with { Ours = evidence.Ours with { Latest = evidence.Ours.Latest with { Trace = trace } } };
    }

    private static string Words(Story story, params CapturedPacket[] packets) =>
        Words(Traced(story, Trace(packets)), Left);

    private static string Words(TunnelEvidence evidence, DutyView? left) =>
        ReportCards
            .For(new TunnelDiagnosed("check/1", Order, Diagnostician.Diagnose(evidence), evidence, []) { Left = left })
            .Card.ToJsonString(
                new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            );
}
