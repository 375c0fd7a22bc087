using System.Net;
using System.Text.Json.Nodes;
using SpiBot.Cards;
using SpiBot.Gateways;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Threads;
using SpiBot.Tests.Gateways.Changes;
using SpiBot.Tests.Tunnels;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Cards;

public sealed class ReportCardsTests
{
    private static readonly CheckOrder Order = new(
        CheckKind.Tunnel,
        "hq-fw1",
        IPAddress.Parse("203.0.113.9"),
        new ThreadAddress("{}"),
        Plans.OnCall
    );

    [Fact]
    public void A_stale_sa_is_named_with_both_ends_and_the_clear_that_helps_comes_first()
    {
        var story = Story.PeerOnOldSa;
        var diagnosis = story.Diagnosed();
        var card = ReportCards.For(new TunnelDiagnosed("check/1", Order, diagnosis, story.Evidence(), []));
        var words = Words(card.Card);

        Assert.True(card.Final);
        Assert.Contains("berlin-fw1 sends with an SPI that hq-fw1 no longer knows", words);
        Assert.Contains("8a41c77e", words);
        Assert.Contains("7bc0de01", words);
        Assert.Contains("✗ no match", words);
        Assert.Contains("42/s", words);
        var propose = Assert.Single(Buttons(card.Card), b => b["title"]!.GetValue<string>() == "Propose the clear");
        var remedy = diagnosis
            .Findings.SelectMany(f => f.Remedies)
            .ElementAt(propose["data"]!["remedy"]!.GetValue<int>());
        Assert.Equal((RemedyKind.ClearPeer, "berlin-fw1"), (remedy.Kind, remedy.Gateway));
    }

    [Fact]
    public void After_one_look_nothing_can_be_proposed_and_the_exchange_goes_on()
    {
        var evidence = Story.PeerOnOldSa.OneLook();
        var card = ReportCards.For(
            new TunnelSeenOnce("check/1", Order, Diagnostician.Diagnose(evidence), evidence, Plans.Noon, [])
        );

        Assert.False(card.Final);
        Assert.DoesNotContain(Buttons(card.Card), b => b["verb"]?.GetValue<string>() == CardButtons.Propose);
        Assert.Contains("12:00:00 UTC", Words(card.Card));
    }

    [Fact]
    public void A_healthy_tunnel_offers_no_clear()
    {
        var story = new Story();
        var card = ReportCards.For(new TunnelDiagnosed("check/1", Order, story.Diagnosed(), story.Evidence(), []));

        Assert.Contains("✓ match", Words(card.Card));
        Assert.DoesNotContain(Buttons(card.Card), b => b["verb"]?.GetValue<string>() == CardButtons.Propose);
    }

    [Fact]
    public void For_a_foreign_end_there_is_a_text_to_send_with_our_spis_and_their_command()
    {
        var story = Story.PeerOnOldSa;
        var diagnosis = Diagnostician.Diagnose(story.Foreign());
        var card = ReportCards.For(new TunnelDiagnosed("check/1", Order, diagnosis, story.Foreign(), []));
        // In a box, so that it can be selected and copied.
        var words = Elements(card.Card).Single(e => e["id"]?.GetValue<string>() == "ask")["value"]!.GetValue<string>();

        Assert.Contains(Buttons(card.Card), b => b["title"]!.GetValue<string>() == "Ask the other side");
        Assert.Contains("we accept SPI 0x7bc0de01", words);
        Assert.Contains("we send with 0x0dd3fc4c", words);
        Assert.Contains("diagnose vpn tunnel list", words);
        var paste = Buttons(card.Card).Single(b => b["verb"]?.GetValue<string>() == CardButtons.Paste);
        Assert.Equal("check/1", paste["data"]!["check"]!.GetValue<string>());
        Assert.Empty(AskTheOtherSide.Lines(story.Diagnosed(), story.Evidence()));
        var well = new Story().Foreign();
        Assert.StartsWith(
            "From our end the tunnel to your 203.0.113.9 is in order",
            AskTheOtherSide.Lines(Diagnostician.Diagnose(well), well)[0],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Of_an_end_that_nobody_read_the_card_shows_no_empty_half_and_says_why_once()
    {
        var story = Story.PeerOnOldSa;
        var diagnosis = Diagnostician.Diagnose(story.Foreign());
        var words = Words(ReportCards.For(new TunnelDiagnosed("check/1", Order, diagnosis, story.Foreign(), [])).Card);

        Assert.Contains("hq-fw1 accepts", words);
        Assert.DoesNotContain("cannot tell", words);
        Assert.Equal(2, words.Split("is not in the inventory").Length);
    }

    [Fact]
    public void What_is_interrupted_is_said_of_the_first_change_even_where_asking_comes_before_it()
    {
        var story = Story.PeerOnOldSa;
        var diagnosis = Diagnostician.Diagnose(story.Foreign());
        var words = Words(ReportCards.For(new TunnelDiagnosed("check/1", Order, diagnosis, story.Foreign(), [])).Card);

        Assert.True(
            words.IndexOf("ask the other side", StringComparison.Ordinal)
                < words.IndexOf("It interrupts:", StringComparison.Ordinal)
        );
        Assert.Contains("both ends have to re-authenticate", words);
        Assert.Contains("It helped if there are new SPIs", words);
        Assert.DoesNotContain("…", words);
    }

    [Fact]
    public void Where_the_clear_that_helps_most_is_not_offered_the_card_speaks_of_the_one_that_is()
    {
        var story = Story.PeerOnOldSa;
        var diagnosis = Diagnostician.Diagnose(story.Foreign());
        var ike = Offers.Of(diagnosis).Single(o => o.Remedy.Kind == RemedyKind.ClearIke).Index;
        var card = ReportCards.For(
            new TunnelDiagnosed("check/1", Order, diagnosis, story.Foreign(), [])
            {
                Refusals = new Dictionary<int, string> { [ike] = "clear-ike on hq-fw1 needs 2 approvals." },
            }
        );
        var words = Words(card.Card);

        Assert.Contains("It interrupts:", words);
        Assert.Contains("IKE stays up", words);
        Assert.DoesNotContain("both ends have to re-authenticate", words);
        var propose = Assert.Single(Buttons(card.Card), b => b["verb"]?.GetValue<string>() == CardButtons.Propose);
        Assert.Equal("Propose to clear on hq-fw1", propose["title"]!.GetValue<string>());
    }

    [Fact]
    public void Of_a_standby_unit_no_rate_is_shown()
    {
        var story = new Story { HqRole = FailoverRole.Standby };
        var words = Words(
            ReportCards.For(new TunnelDiagnosed("check/1", Order, story.Diagnosed(), story.Evidence(), [])).Card
        );

        Assert.Contains("the counters of a unit that is not active stand still", words);
        Assert.DoesNotContain("dropped on hq-fw1 now", words);
    }

    [Theory]
    [InlineData("192.0.2.99", true)]
    [InlineData("192.0.2.98", false)]
    public void Another_peer_whose_packets_are_dropped_is_one_press_away_and_a_stranger_is_not(
        string named,
        bool offered
    )
    {
        var evidence = new Story
        {
            HqDropped = 900,
            HqLog = Some.Log(Some.InvalidSpi(0x0badcafe, "192.0.2.99")),
        }.Evidence();
        var maps = new CryptoMaps([new CryptoMapEntry("outside_map", 10, [named])]);
        evidence = evidence with
        {
            Ours = new(evidence.Ours.Earlier, evidence.Ours.Latest with { CryptoMaps = Answer.Of(maps) }),
        };

        var card = ReportCards.For(
            new TunnelDiagnosed("check/1", Order, Diagnostician.Diagnose(evidence), evidence, [])
        );

        Assert.Equal(
            offered,
            Buttons(card.Card).Any(b => b["data"]?["text"]?.GetValue<string>() == "check 192.0.2.99 on hq-fw1")
        );
    }

    [Fact]
    public void An_end_that_has_no_SA_for_the_networks_is_shown_to_have_none()
    {
        var story = new Story
        {
            BerlinHasSa = false,
            HqArrived = 0,
            BerlinDropped = 1260,
            BerlinArrived = 0,
        };
        var words = Words(
            ReportCards.For(new TunnelDiagnosed("check/1", Order, story.Diagnosed(), story.Evidence(), [])).Card
        );

        Assert.Contains("✗ no SA", words);
        Assert.DoesNotContain("not known", words);
    }

    [Fact]
    public void Whose_platform_is_known_is_asked_for_one_command_and_told_which_of_its_SPIs_is_dropped()
    {
        var story = Story.PeerOnOldSa with
        {
            HqLog = Some.Log(Some.Deleted(Story.Old, -60), Some.InvalidSpi(Story.Old)),
        };
        var evidence = story.Foreign() with { TheirPlatform = "fortios" };
        var text = string.Join("\n", AskTheOtherSide.Lines(Diagnostician.Diagnose(evidence), evidence));

        Assert.Contains("run this on your FortiGate", text);
        Assert.Contains("diagnose vpn tunnel list", text);
        Assert.DoesNotContain("show crypto", text);
        Assert.Contains("we drop packets that you send with SPI 0x8a41c77e: that SA was ours until 02:26:11 UTC", text);
    }

    [Fact]
    public void Of_packets_that_come_to_the_wrong_gateway_the_other_side_is_asked_where_it_sends_them()
    {
        const uint held = 0x5a5a1234;
        var other = Some.Reading(
            Some.Box("dr-fw1", 30, serial: "SERIAL-C"),
            Some.Hq([Some.Sa(held)], [Some.Sa(0x77777777)]) with
            {
                Local = "198.51.100.2",
            }
        ) with
        {
            Peer = Some.BerlinAddress,
        };
        var story = new Story { HqDropped = 300, HqLog = Some.Log(Some.InvalidSpi(held)) };
        var evidence = story.Foreign() with { Elsewhere = [other] };

        var text = string.Join("\n", AskTheOtherSide.Lines(Diagnostician.Diagnose(evidence), evidence));

        Assert.Contains("- that SPI is of the SA that you have with 198.51.100.2, and it is in use there", text);
        Assert.Contains("your routes to 198.51.100.2", text);
        Assert.DoesNotContain("none of ours", text);
        Assert.DoesNotContain("should be one of our inbound", text);
        Assert.DoesNotContain("dr-fw1", text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_debug_is_offered_only_where_it_would_not_be_refused(bool listed)
    {
        var story = new Story { HqHasSa = false, HqIkeUp = false };
        var evidence = story.Foreign() with { PeerIsListed = listed };
        var card = ReportCards.For(
            new TunnelDiagnosed("check/1", Order, Diagnostician.Diagnose(evidence), evidence, [])
        );
        Assert.Equal(listed, Buttons(card.Card).Any(b => b["title"]!.GetValue<string>() == "Propose a debug"));
        Assert.Contains("02:27:11 and 02:27:41 UTC", Words(card.Card));
        Assert.Equal(!listed, Words(card.Card).Contains("So does a mistyped address", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_not_known_stands_in_sentences_one_behind_the_other()
    {
        var refused = new Story().Hq(1) with { Ikev1 = Answer.NotRead<IkeListing>("the device refused it") };
        var evidence = Some.Foreign(new Story().Hq(0), refused);
        var card = ReportCards.For(
            new TunnelDiagnosed("check/1", Order, Diagnostician.Diagnose(evidence), evidence, [])
        );

        Assert.Contains("The IKEv1 SAs of hq-fw1: the device refused it. The other end's view: ", Words(card.Card));
    }

    [Fact]
    public void A_gateway_that_could_not_be_read_is_said_in_three_sentences()
    {
        var failure = new GatewayFailure(
            "hq-fw1",
            GatewayFailureKind.Unreachable,
            "Connecting to 192.0.2.10 port 22",
            "No answer within 15 s <at>everyone</at>",
            "Look whether the management network is up."
        );
        var card = ReportCards.For(new CheckFailed("check/1", Order, failure));
        var words = Words(card.Card);

        Assert.Contains(failure.Tried, words);
        Assert.Contains(failure.CameBack, words);
        Assert.Contains(failure.DoNow, words);
        Assert.DoesNotContain(TextBlocks(card.Card), text => text.Contains("<at>", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(RemediationState.Proposed, "Approve?", true)]
    [InlineData(RemediationState.Approved, "Approved:", false)]
    [InlineData(RemediationState.Claimed, "once more, then typing", false)]
    [InlineData(RemediationState.Sent, "Typed:", false)]
    [InlineData(RemediationState.Denied, "Denied:", false)]
    [InlineData(RemediationState.Expired, "nothing was sent", false)]
    [InlineData(RemediationState.Superseded, "the facts have changed", false)]
    [InlineData(RemediationState.Failed, "Not done", false)]
    public void A_remediation_can_be_decided_only_while_it_waits(RemediationState state, string title, bool decidable)
    {
        var view = new RemediationView(Plans.ClearPeer(), "7f3a99", state, null, null, null, null, null, null);
        var card = ReportCards.For(new RemediationChanged("remediation/1", view, Final: decidable));

        Assert.Contains(title, Words(card.Card));
        Assert.Contains("clear crypto ipsec sa peer 198.51.100.1", Words(card.Card));
        var approve = Buttons(card.Card).Where(b => b["verb"]?.GetValue<string>() == CardButtons.Approve).ToList();
        Assert.Equal(decidable ? 1 : 0, approve.Count);
        Assert.All(approve, button => Assert.Equal("7f3a99", button["data"]!["digest"]!.GetValue<string>()));
    }

    [Fact]
    public void Every_card_stays_far_below_the_size_that_teams_refuses()
    {
        var story = Story.PeerOnOldSa;
        var card = ReportCards.For(new TunnelDiagnosed("check/1", Order, story.Diagnosed(), story.Evidence(), []));

        Assert.InRange(card.Card.ToJsonString().Length, 1, 40_000);
    }

    private static string Words(JsonNode card) => string.Join('\n', Texts(card));

    private static IEnumerable<string> Texts(JsonNode? node) =>
        Elements(node).Select(e => e["text"]).OfType<JsonValue>().Select(text => text.GetValue<string>());

    private static IEnumerable<string> TextBlocks(JsonNode card) =>
        Elements(card)
            .Where(e => e["type"] is JsonValue type && type.GetValue<string>() == "TextBlock")
            .Select(e => e["text"]!.GetValue<string>());

    private static IEnumerable<JsonObject> Buttons(JsonNode card) =>
        Elements(card)
            .Where(e =>
                e["type"] is JsonValue type && type.GetValue<string>().StartsWith("Action.", StringComparison.Ordinal)
            );

    private static IEnumerable<JsonObject> Elements(JsonNode? node) =>
        node switch
        {
            JsonObject element => element.Select(p => p.Value).SelectMany(Elements).Prepend(element),
            JsonArray items => items.SelectMany(Elements),
            _ => [],
        };
}
