using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using SpiBot.Cards;
using SpiBot.Channel.Activities;
using SpiBot.Channel.Connector;
using SpiBot.Channel.Turns;
using SpiBot.Conversation;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Duties;
using SpiBot.Operations.History;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;
using SpiBot.Operations.Watches;

namespace SpiBot.Tests.Conversation;

/// <summary>While the store is away, whoever speaks or presses is told that nothing was done.</summary>
public sealed class StoreAwayCardTests
{
    private readonly IConnector connector = Substitute.For<IConnector>();
    private readonly IThreadMemory memory = Substitute.For<IThreadMemory>();
    private readonly IncidentBot bot;
    private OutboundActivity? sent;

    public StoreAwayCardTests()
    {
        var inventory = new GatewayInventory(
            [
                new GatewayEntry(
                    "hq-fw1",
                    "127.0.0.1",
                    22,
                    "cisco_asa",
                    "spibot",
                    "hq-fw1",
                    ["SHA256:x"],
                    [IPAddress.Parse("198.51.100.1")],
                    new Dictionary<string, IPAddress>()
                ),
            ],
            []
        );
        var unsigned = new UnsignedTurns(inventory);
        var grains = Substitute.For<IGrainFactory>();
        grains.GetGrain<IRemediationGrain>("r").Returns(_ => throw Away());
        connector
            .Send(default!, default!, default)
            .ReturnsForAnyArgs(call =>
            {
                sent = call.Arg<OutboundActivity>();
                return "m1";
            });
        memory.LastGateway(default!, default).ReturnsForAnyArgs<string?>(_ => throw Away());
        memory.RememberGateway(default!, default!, default).ReturnsForAnyArgs(_ => throw Away());
        memory.Begin(default!, default).ReturnsForAnyArgs<bool>(_ => throw Away());
        bot = new IncidentBot(
            new CommandTurn(
                inventory,
                grains,
                memory,
                Substitute.For<IOpenRemediations>(),
                Substitute.For<IOpenDuties>(),
                new PastTurn(
                    inventory,
                    Substitute.For<ITunnelHistories>(),
                    People.Standings(inventory, new FakeConnector()),
                    TimeProvider.System
                ),
                new WatchTurn(
                    inventory,
                    grains,
                    Substitute.For<IWatches>(),
                    memory,
                    People.Standings(inventory, new FakeConnector()),
                    Options.Create(new WatchOptions()),
                    TimeProvider.System
                ),
                unsigned,
                People.Standings(inventory, new FakeConnector())
            ),
            new DecisionTurn(
                grains,
                connector,
                unsigned,
                People.Standings(inventory, new FakeConnector()),
                NullLogger<DecisionTurn>.Instance
            ),
            new PasteTurn(
                grains,
                Substitute.For<ILastChecks>(),
                People.Standings(inventory, new FakeConnector()),
                TimeProvider.System
            ),
            connector,
            NullLogger<IncidentBot>.Instance
        );
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_asks_is_told()
    {
        await bot.OnMessage(Turn("drops on hq-fw1"), Ct);
        Assert.Contains("SpiBot types nothing on any gateway", JsonSerializer.Serialize(sent));
        Assert.DoesNotContain("geheim", JsonSerializer.Serialize(sent));
    }

    [Fact]
    public async Task Whoever_presses_is_told()
    {
        var data = JsonSerializer.SerializeToElement(new { remediation = "r", digest = new string('0', 64) });
        var answer = await bot.OnCardAction(Turn(""), new CardAction(CardButtons.Approve, data, Automatic: false), Ct);
        Assert.Equal(StoreAwayCard.Short, Assert.IsType<CardActionAnswer.Message>(answer).Text);
        Assert.Contains("SpiBot types nothing on any gateway", JsonSerializer.Serialize(sent));
    }

    [Fact]
    public async Task An_activity_is_taken_so_that_it_can_be_answered() =>
        Assert.True(await new SeenActivities(memory).Begin("a", Ct));

    private static StorageAwayException Away() => new("db.example.com does not answer: geheim", inner: null);

    private static Turn Turn(string text) =>
        new(
            new Activity
            {
                From = new ChannelAccount
                {
                    Id = "29:1",
                    Name = "Lead",
                    AadObjectId = "0a000000-0000-0000-0000-000000000002",
                },
            },
            Signed: true,
            text,
            new Destination("https://smba.trafficmanager.net/emea/", "19:c", "28:b", "t", ReplyToId: null)
        );
}
