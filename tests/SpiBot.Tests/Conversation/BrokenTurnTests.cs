using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Orleans.Runtime;
using SpiBot.Cards;
using SpiBot.Channel.Turns;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Remediations;

namespace SpiBot.Tests.Conversation;

/// <summary>While a replica dies, what people say and press is not lost.</summary>
public sealed class BrokenTurnTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly ICheckGrain check = Substitute.For<ICheckGrain>();
    private readonly IRemediationGrain remediation = Substitute.For<IRemediationGrain>();
    private readonly BotAlone alone;

    public BrokenTurnTests()
    {
        alone = new BotAlone(clock);
        alone.Grains.GetGrain<ICheckGrain>(Arg.Any<string>()).ReturnsForAnyArgs(check);
        alone.Grains.GetGrain<IRemediationGrain>("r").Returns(remediation);
    }

    [Fact]
    public async Task A_command_whose_call_went_wrong_is_begun_after_all()
    {
        check
            .Start(default!, Ct)
            .ReturnsForAnyArgs(_ => throw new SiloUnavailableException("dying"), _ => Task.CompletedTask);

        await Run(alone.Bot.OnMessage(BotAlone.Turn("drops on hq-fw1"), Ct));

        await check.ReceivedWithAnyArgs(2).Start(default!, Ct);
        Assert.Null(alone.Sent);
    }

    [Fact]
    public async Task A_press_whose_call_went_wrong_is_made_after_all()
    {
        remediation
            .Approve(default!, Ct)
            .ReturnsForAnyArgs(
                _ => throw new SiloUnavailableException("dying"),
                _ => new DecisionOutcome(Accepted: true, Refusal: null, View: null)
            );
        var data = JsonSerializer.SerializeToElement(new { remediation = "r", digest = new string('0', 64) });

        var turn = alone.Bot.OnCardAction(
            BotAlone.Turn(""),
            new CardAction(CardButtons.Approve, data, Automatic: false),
            Ct
        );
        await Run(turn);

        Assert.StartsWith(
            "Approved",
            Assert.IsType<CardActionAnswer.Message>(await turn).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_stays_broken_is_given_up_within_the_time_of_a_turn()
    {
        var began = clock.GetUtcNow();
        check.Start(default!, Ct).ReturnsForAnyArgs(_ => throw new SiloUnavailableException("gone"));

        await Assert.ThrowsAsync<SiloUnavailableException>(() =>
            Run(alone.Bot.OnMessage(BotAlone.Turn("drops on hq-fw1"), Ct))
        );
        Assert.InRange(clock.GetUtcNow() - began, TimeSpan.FromSeconds(3), TurnRunner.TimeLimit);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private async Task Run(Task turn)
    {
        while (!turn.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }

        await turn;
    }
}
