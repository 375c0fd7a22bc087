using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using SpiBot.Cards;
using SpiBot.Channel.Activities;
using SpiBot.Channel.Connector;
using SpiBot.Conversation;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Watches;
using SpiBot.Tests.Conversation;
using SpiBot.Tests.Gateways.Changes;
using SpiBot.Tests.Tunnels;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Cards;

/// <summary>However much there is to say, it is one message; what is left out is said to be.</summary>
public sealed class CardSizeTests
{
    private const string LeftOut = "left out here";

    private static readonly Destination There = new("https://x.example", "19:c", null, null, null);

    [Fact]
    public void A_plan_with_thousands_of_SPIs_fits_and_keeps_its_lines_and_buttons()
    {
        var plan = Plans.ClearPeer() with
        {
            SpisSeen = [.. Enumerable.Range(0, 4000).Select(i => new SpiSeen("inbound", Some.Spi((uint)(0x1000 + i))))],
        };
        var card = Fits(RemediationCard.Of(View(plan)));
        Assert.Contains(plan.Lines[0], card);
        Assert.Contains(CardButtons.Approve, card);
        Assert.Contains(LeftOut, card);
    }

    [Fact]
    public void An_outcome_with_hundreds_of_rows_fits_and_says_first_whether_it_helped()
    {
        var outcome = new RemediationOutcome(
            OutcomeVerdict.DidNotHelp,
            "It did not help.",
            [
                .. Enumerable
                    .Range(0, 600)
                    .Select(i => new BeforeAndNow($"10.1.{i}.0/24 ↔ 10.2.0.0/24", "8a41c77e", "8a41c77e", false)),
            ]
        );
        var card = Fits(
            RemediationCard.Of(
                View(Plans.ClearPeer()) with
                {
                    State = RemediationState.Verified,
                    Outcome = outcome,
                    SentAt = Plans.Noon,
                    EndedAt = Plans.Noon,
                }
            )
        );
        Assert.Contains("It did not help.", card);
        Assert.Contains("10.1.3.0/24", card);
        Assert.Contains(LeftOut, card);
    }

    [Fact]
    public void A_list_without_end_fits()
    {
        var view = new WatchView(
            "hq-fw1",
            IPAddress.Parse("203.0.113.9"),
            Plans.OnCall,
            null,
            Plans.Noon,
            Plans.Noon.AddHours(8),
            TimeSpan.FromMinutes(1),
            Plans.Noon,
            [new string('x', 300)],
            null
        );
        var card = Fits(WatchCards.List([.. Enumerable.Repeat(view, 500)], Plans.Noon));
        Assert.Contains("500 tunnels are watched", card);
        Assert.Contains(LeftOut, card);
    }

    [Fact]
    public void A_mail_about_many_networks_names_some_and_counts_the_rest()
    {
        var children = Enumerable
            .Range(0, 300)
            .Select(i => Some.Hq([Some.Sa((uint)(0x1000 + i))], [Some.Sa((uint)(0x9000 + i))]))
            .ToArray();
        var evidence = Some.Foreign(null, Some.Reading(Some.Box(), children));
        var lines = AskTheOtherSide.Lines(Diagnostician.Diagnose(evidence), evidence);
        Assert.Contains("- and 288 more pairs of networks, which are left out here", lines);
    }

    [Fact]
    public void What_fits_is_not_touched()
    {
        var card = RemediationCard.Of(View(Plans.ClearPeer()));
        Assert.Same(card, CardSize.Fitting(card));
    }

    [Fact]
    public void Nobody_decides_on_lines_that_do_not_fit()
    {
        var plan = Plans.ClearPeer() with { Lines = [.. Enumerable.Repeat(new string('x', 1000), 60)] };
        var activity = new Said(RemediationCard.Of(View(plan)), "Approve? clear", Final: true).ToActivity();
        Assert.Null(activity.Card);
        Assert.StartsWith("Approve? clear", activity.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_channel_finds_too_large_is_said_shorter()
    {
        var said = new Said(WatchCards.List([], Plans.Noon), "x", true).ToActivity() with
        {
            Card = CardElements.Card([
                CardElements.Heading("Much"),
                null,
                .. Enumerable.Range(0, 100).Select(i => CardElements.Small($"line {i}")),
            ]),
        };
        var channel = new FakeConnector { MostBytes = CardSize.Of(said.Card!) - 1 };

        await new FittingConnector(channel, NullLogger<FittingConnector>.Instance).Send(There, said, Ct);

        var card = Assert.Single(channel.Sent);
        Assert.Contains("line 1", card);
        Assert.Contains(LeftOut, card);
    }

    [Fact]
    public async Task Where_no_card_fits_the_summary_is_said_as_text()
    {
        var channel = new FakeConnector { MostBytes = 10 };
        var connector = new FittingConnector(channel, NullLogger<FittingConnector>.Instance);
        var said = new Said(RemediationCard.Of(View(Plans.ClearPeer())), "Approve? clear", true).ToActivity();

        await connector.Send(There, said, Ct);
        await connector.Update(There, "message-1", said, Ct);

        Assert.StartsWith("Approve? clear", Assert.Single(channel.Sent), StringComparison.Ordinal);
        Assert.StartsWith("Approve? clear", channel.Updated["message-1"], StringComparison.Ordinal);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Fits(JsonObject card)
    {
        var activity = new Said(card, "summary", Final: true).ToActivity();
        Assert.InRange(CardSize.Of(activity.Card!), 1, CardSize.Most);
        return activity.Card!.ToJsonString();
    }

    private static RemediationView View(RemediationPlan plan) =>
        new(plan, "7f3a99", RemediationState.Proposed, null, null, null, null, null, null);
}
