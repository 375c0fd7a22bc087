using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using SpiBot.Cards;
using SpiBot.Channel.Connector;
using SpiBot.Channel.Turns;
using SpiBot.Conversation;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;
using SpiBot.Tests.Gateways.Changes;

namespace SpiBot.Tests.Conversation;

/// <summary>What answers a turn, while the channel takes nothing.</summary>
public sealed class AnswersTests
{
    private readonly BotAlone alone = new(new FakeTimeProvider());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_channel_does_not_take_now_waits_and_the_turn_is_done()
    {
        alone.Refuses = new ConnectorException("The channel answered 503.", 503, code: null);
        await alone.Bot.OnMessage(BotAlone.Turn("help"), Ct);

        var (thread, message) = Kept();
        Assert.Equal(ThreadAddresses.From(BotAlone.Turn("").Destination), thread);
        Assert.Contains(
            "SpiBot looks after IPsec tunnels",
            UnsentActivity.Read(message)!.Activity.Card!.ToJsonString()
        );
    }

    [Fact]
    public async Task What_it_does_not_take_within_the_turn_waits_too()
    {
        alone.Refuses = new OperationCanceledException();
        await alone.Bot.OnAdded(BotAlone.Turn(""), Ct);
        Assert.Contains("SpiBot is here", UnsentActivity.Read(Kept().Message)!.Activity.Card!.ToJsonString());
    }

    [Theory]
    [InlineData(503, true)]
    [InlineData(403, false)]
    public async Task Who_presses_is_told_the_refusal_whatever_the_channel_says(int status, bool waits)
    {
        alone.Refuses = new ConnectorException("Not taken.", status, code: null);
        var answer = Assert.IsType<CardActionAnswer.Message>(await PressedByNobody());
        Assert.Contains("no Entra object id", answer.Text);
        Assert.Equal(waits ? 1 : 0, alone.Unsent.ReceivedCalls().Count());
    }

    [Fact]
    public async Task Who_presses_is_told_it_though_it_cannot_even_be_kept()
    {
        alone.Refuses = new ConnectorException("Not taken.", 503, code: null);
        alone.Unsent.Keep(null!, null!, Ct).ReturnsForAnyArgs(_ => throw new StorageAwayException("away", null));
        Assert.Contains("no Entra object id", Assert.IsType<CardActionAnswer.Message>(await PressedByNobody()).Text);
        // A message has no response: the channel has to deliver it again.
        await Assert.ThrowsAsync<StorageAwayException>(() => alone.Bot.OnMessage(BotAlone.Turn("help"), Ct));
    }

    [Fact]
    public async Task Who_presses_on_an_old_card_is_told_so_though_its_buttons_cannot_be_taken_away_in_time()
    {
        alone.Refuses = new OperationCanceledException();
        var plan = Plans.ClearPeer();
        var view = new RemediationView(plan, "d", RemediationState.Proposed, null, null, null, null, null, null);
        var old = new DecisionOutcome(Accepted: false, "Decide on the newest card.", view) { IsOldCard = true };
        var remediation = Substitute.For<IRemediationGrain>();
        remediation.Deny(null!, Ct).ReturnsForAnyArgs(old);
        alone.Grains.GetGrain<IRemediationGrain>("r").Returns(remediation);
        var turn = BotAlone.Turn("");
        var pressed = turn with { Activity = turn.Activity with { ReplyToId = "m1" } };
        using var data = JsonDocument.Parse("""{"remediation":"r","digest":"d","reason":"no"}""");
        var answer = await alone.Bot.OnCardAction(
            pressed,
            new CardAction(CardButtons.Deny, data.RootElement, false),
            Ct
        );
        Assert.Equal("Decide on the newest card.", Assert.IsType<CardActionAnswer.Message>(answer).Text);
    }

    [Fact]
    public void What_another_SpiBot_wrote_is_not_read()
    {
        Assert.Null(UnsentActivity.Read(new Unsent("e", """{"Schema":2,"Activity":{}}""", "")));
        Assert.Null(UnsentActivity.Read(new Unsent("e", "text", "")));
    }

    private async Task<CardActionAnswer> PressedByNobody()
    {
        var turn = BotAlone.Turn("");
        var nobody = turn with { Activity = turn.Activity with { From = turn.From with { AadObjectId = null } } };
        using var data = JsonDocument.Parse("""{"remediation":"r","digest":"d"}""");
        return await alone.Bot.OnCardAction(nobody, new CardAction(CardButtons.Approve, data.RootElement, false), Ct);
    }

    private (ThreadAddress Thread, Unsent Message) Kept()
    {
        var call = Assert.Single(alone.Unsent.ReceivedCalls());
        return ((ThreadAddress)call.GetArguments()[0]!, (Unsent)call.GetArguments()[1]!);
    }
}
