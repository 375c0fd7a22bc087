using System.Text.Json;
using NSubstitute;
using SpiBot.Cards;
using SpiBot.Channel.Turns;
using SpiBot.Conversation;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Storage;

namespace SpiBot.Tests.Conversation;

/// <summary>While the store is away, whoever speaks or presses is told that nothing was done.</summary>
public sealed class StoreAwayCardTests
{
    private readonly BotAlone alone = new(TimeProvider.System);

    public StoreAwayCardTests()
    {
        alone.Grains.GetGrain<IRemediationGrain>("r").Returns(_ => throw Away());
        alone.Memory.LastGateway(default!, default).ReturnsForAnyArgs<string?>(_ => throw Away());
        alone.Memory.RememberGateway(default!, default!, default).ReturnsForAnyArgs(_ => throw Away());
        alone.Memory.Begin(default!, default).ReturnsForAnyArgs<bool>(_ => throw Away());
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_asks_is_told()
    {
        await alone.Bot.OnMessage(BotAlone.Turn("drops on hq-fw1"), Ct);
        Assert.Contains("SpiBot types nothing on any gateway", JsonSerializer.Serialize(alone.Sent));
        Assert.DoesNotContain("geheim", JsonSerializer.Serialize(alone.Sent));
    }

    [Fact]
    public async Task Whoever_presses_is_told()
    {
        var data = JsonSerializer.SerializeToElement(new { remediation = "r", digest = new string('0', 64) });
        var answer = await alone.Bot.OnCardAction(
            BotAlone.Turn(""),
            new CardAction(CardButtons.Approve, data, Automatic: false),
            Ct
        );
        Assert.Equal(StoreAwayCard.Short, Assert.IsType<CardActionAnswer.Message>(answer).Text);
        Assert.Contains("SpiBot types nothing on any gateway", JsonSerializer.Serialize(alone.Sent));
    }

    [Fact]
    public async Task An_activity_is_taken_so_that_it_can_be_answered() =>
        Assert.True(await new SeenActivities(alone.Memory).Begin("a", Ct));

    private static StorageAwayException Away() => new("db.example.com does not answer: geheim", inner: null);
}
