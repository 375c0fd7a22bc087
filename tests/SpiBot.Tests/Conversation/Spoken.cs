using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SpiBot.Channel.Activities;
using SpiBot.Channel.Connector;
using SpiBot.Channel.Turns;
using SpiBot.Commands;
using SpiBot.Conversation;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Duties;
using SpiBot.Operations.History;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Threads;
using SpiBot.Operations.Watches;
using SpiBot.Tests.Operations;

namespace SpiBot.Tests.Conversation;

/// <summary>Says a command to a SpiBot of <see cref="OperationsHost"/>.</summary>
internal static class Spoken
{
    /// <param name="host">It reports to where this is said.</param>
    /// <param name="by">Null: somebody whom Teams did not name.</param>
    /// <param name="text">What is said.</param>
    /// <param name="conversation">Where; null: in <see cref="Shortcuts.Venue"/>.</param>
    /// <param name="activity">Its id; the same for what is delivered again.</param>
    /// <param name="kind">Of the conversation, as Teams calls it.</param>
    /// <returns>What is answered at once; null when a check was started.</returns>
    public static async Task<string?> Say(
        OperationsHost host,
        Person? by,
        string text,
        string? conversation = null,
        string? activity = null,
        string kind = "channel"
    )
    {
        var from = new ChannelAccount
        {
            Id = "29:x",
            Name = by?.Name,
            AadObjectId = by?.EntraId,
        };
        var to = new Destination(
            "https://service",
            conversation ?? Shortcuts.Venue.Conversation,
            "28:bot",
            Shortcuts.Venue.Tenant,
            null
        );
        host.Reporter.Thread = ThreadAddresses.From(to);
        var message = new Activity
        {
            Type = "message",
            From = from,
            Id = activity,
            Conversation = new ConversationAccount { ConversationType = kind },
            ChannelData = JsonElement.Parse("""{"team":{"id":"19:team@thread.tacv2"}}"""),
        };
        var turn = new Turn(message, Signed: true, text, to);
        var said = await Turns(host).Run(turn, CommandGrammar.Parse(text), TestContext.Current.CancellationToken);
        return said?.Card.ToJsonString();
    }

    /// <summary>SpiBot hears in a conversation of the team that it cannot speak somewhere any more.</summary>
    public static Task Hears(OperationsHost host, Person by, Removal removal, string conversation)
    {
        var told = new Activity
        {
            Type = "conversationUpdate",
            From = new ChannelAccount { AadObjectId = by.EntraId, Name = by.Name },
            ChannelData = JsonElement.Parse("""{"team":{"id":"19:team@thread.tacv2"}}"""),
        };
        var there = new Destination("https://service", conversation, "28:bot", Shortcuts.Venue.Tenant, null);
        return Watches(host)
            .Left(new Turn(told, Signed: true, "", there), removal, TestContext.Current.CancellationToken);
    }

    private static CommandTurn Turns(OperationsHost host)
    {
        var services = host.Services;
        var inventory = services.GetRequiredService<GatewayInventory>();
        var standings = People.Standings(inventory, new FakeConnector());
        var clock = services.GetRequiredKeyedService<TimeProvider>(DomainTime.Key);
        return new CommandTurn(
            inventory,
            host.Grains,
            services.GetRequiredService<IThreadMemory>(),
            services.GetRequiredService<IOpenRemediations>(),
            services.GetRequiredService<IOpenDuties>(),
            new PastTurn(inventory, services.GetRequiredService<ITunnelHistories>(), standings, clock),
            Watches(host),
            new UnsignedTurns(inventory),
            standings
        );
    }

    private static WatchTurn Watches(OperationsHost host)
    {
        var services = host.Services;
        var inventory = services.GetRequiredService<GatewayInventory>();
        return new WatchTurn(
            inventory,
            host.Grains,
            services.GetRequiredService<IWatches>(),
            services.GetRequiredService<ITunnelHistories>(),
            services.GetRequiredService<IThreadMemory>(),
            People.Standings(inventory, new FakeConnector()),
            services.GetRequiredService<IOptions<WatchOptions>>(),
            services.GetRequiredKeyedService<TimeProvider>(DomainTime.Key),
            NullLogger<WatchTurn>.Instance
        );
    }
}
