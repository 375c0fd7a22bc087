using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using SpiBot.Channel.Activities;
using SpiBot.Channel.Connector;
using SpiBot.Channel.Turns;
using SpiBot.Conversation;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Duties;
using SpiBot.Operations.History;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Threads;
using SpiBot.Operations.Watches;

namespace SpiBot.Tests.Conversation;

/// <summary>The bot alone: behind it nothing but what a test says of it.</summary>
internal sealed class BotAlone
{
    public BotAlone(TimeProvider clock)
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
        var connector = Substitute.For<IConnector>();
        connector
            .Send(default!, default!, default)
            .ReturnsForAnyArgs(call =>
            {
                if (Refuses is { } refusal)
                {
                    throw refusal;
                }

                Sent = call.Arg<OutboundActivity>();
                return "m1";
            });
        connector
            .Update(default!, default!, default!, default)
            .ReturnsForAnyArgs(_ => Refuses is { } refusal ? throw refusal : Task.CompletedTask);
        var answers = new Answers(connector, Unsent, NullLogger<Answers>.Instance);
        var watches = new WatchTurn(
            inventory,
            Grains,
            Substitute.For<IWatches>(),
            Substitute.For<ITunnelHistories>(),
            Memory,
            People.Standings(inventory, new FakeConnector()),
            Options.Create(new WatchOptions()),
            TimeProvider.System,
            NullLogger<WatchTurn>.Instance
        );
        Bot = new IncidentBot(
            new CommandTurn(
                inventory,
                Grains,
                Memory,
                Substitute.For<IOpenRemediations>(),
                Substitute.For<IOpenDuties>(),
                new PastTurn(
                    inventory,
                    Substitute.For<ITunnelHistories>(),
                    People.Standings(inventory, new FakeConnector()),
                    TimeProvider.System
                ),
                watches,
                unsigned,
                People.Standings(inventory, new FakeConnector())
            ),
            new DecisionTurn(
                Grains,
                answers,
                unsigned,
                People.Standings(inventory, new FakeConnector()),
                NullLogger<DecisionTurn>.Instance
            ),
            new PasteTurn(
                Grains,
                Substitute.For<ILastChecks>(),
                People.Standings(inventory, new FakeConnector()),
                TimeProvider.System
            ),
            watches,
            answers,
            clock,
            NullLogger<IncidentBot>.Instance
        );
    }

    public IncidentBot Bot { get; }

    public IGrainFactory Grains { get; } = Substitute.For<IGrainFactory>();

    public IThreadMemory Memory { get; } = Substitute.For<IThreadMemory>();

    /// <summary>What waits to be said.</summary>
    public IUnsentMessages Unsent { get; } = Substitute.For<IUnsentMessages>();

    /// <summary>What the channel throws at whoever sends; null: it takes all.</summary>
    public Exception? Refuses { get; set; }

    /// <summary>What was said last.</summary>
    public OutboundActivity? Sent { get; private set; }

    /// <summary>What somebody says, or, with their press, where.</summary>
    public static Turn Turn(string text) =>
        new(
            new Activity
            {
                From = new ChannelAccount
                {
                    Id = "29:1",
                    Name = "Lead",
                    AadObjectId = "0a000000-0000-0000-0000-000000000002",
                },
                Conversation = new ConversationAccount { ConversationType = "channel" },
            },
            Signed: true,
            text,
            new Destination("https://smba.trafficmanager.net/emea/", "19:c", "28:b", "t", ReplyToId: null)
        );
}
