using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SpiBot.Cards;
using SpiBot.Channel.Turns;
using SpiBot.Commands;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.History;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Threads;
using SpiBot.Operations.Watches;

namespace SpiBot.Conversation;

/// <summary>Sets watches, ends them and lists them. Whoever may read both ends may have them watched.</summary>
public sealed class WatchTurn(
    GatewayInventory inventory,
    IGrainFactory grains,
    IWatches watches,
    ITunnelHistories histories,
    IThreadMemory memory,
    Standings standings,
    IOptions<WatchOptions> options,
    [FromKeyedServices(DomainTime.Key)] TimeProvider clock,
    ILogger<WatchTurn> log
)
{
    public async Task<Said> Watch(Turn turn, Target.Found found, string? time, CancellationToken ct)
    {
        var reader = await standings.Of(turn, Act.Read, ct);
        if (inventory.WhyNotBothEnds(Speaker.Of(turn), found, reader) is { } unread)
        {
            return Problem("Not watched", unread);
        }

        if (!await IsKnown(found.Gateway, found.Peer!, ct))
        {
            return Problem(
                $"{found.Gateway.Name} knows no peer {found.Peer}: not watched",
                $"It is no peer of {found.Gateway.Name} in the inventory, and no check has seen SAs with it there. Add it to spibot.json, or check the tunnel first.",
                CardButtons.Saying("Check it", $"check tunnel to peer {found.Peer} on {found.Gateway.Name}")
            );
        }

        var lasts = time is null ? options.Value.Lasts : LengthOfTime.Parse(time);
        if (WhyNot(lasts, time) is { } problem)
        {
            return Problem("Not watched", problem, Longest(found));
        }

        await memory.RememberGateway(turn.Destination.ConversationId, found.Gateway.Name, ct);
        var order = new WatchOrder(
            found.Gateway.Name,
            found.Peer!,
            lasts!.Value,
            ThreadAddresses.From(turn.Destination),
            Speaker.VenueOf(turn),
            Speaker.Of(turn),
            options.Value.Proposes ? await standings.Of(turn, Act.Propose, ct) : Standing.Alone
        )
        {
            Team = turn.TeamId,
            Elsewhere = inventory.Elsewhere(Speaker.Of(turn), found, reader),
        };
        var outcome = await Grain(turn, found).Set(order, ct);
        return outcome.View is { } view
            ? new Said(
                WatchCards.Set(view, outcome.Prolonged),
                WatchCards.SetTitle(view, outcome.Prolonged),
                Final: true
            )
            : Problem("Not watched", outcome.Refusal!, WatchCards.ListButton);
    }

    public async Task<Said> Unwatch(Turn turn, Target.Found found, CancellationToken ct)
    {
        var standing = await standings.Of(turn, Act.Read, ct);
        if (inventory.WhyNot(Speaker.Of(turn), Act.Read, found.Gateway.Name, standing: standing) is { } unread)
        {
            return Problem("Not ended", unread);
        }

        return await Grain(turn, found).End(Speaker.Of(turn), ct) is { } was
            ? new Said(WatchCards.Unwatched(was), WatchCards.UnwatchedTitle(was), Final: true)
            : Problem(
                $"{found.Gateway.Name} ↔ {found.Peer} is not watched in this channel",
                "`watches` says what is.",
                WatchCards.ListButton
            );
    }

    /// <summary>SpiBot cannot speak there any more.</summary>
    public async Task Left(Turn turn, Removal removal, CancellationToken ct)
    {
        var here = Speaker.VenueOf(turn);
        var (venue, team, because) = removal switch
        {
            Removal.ChannelDeleted deleted => (
                here with
                {
                    Conversation = deleted.Channel,
                },
                null,
                "The channel was deleted."
            ),
            Removal.TeamDeleted => (here, turn.TeamId, "The team was deleted."),
            _ => (here, turn.TeamId, "SpiBot was taken out of the conversation."),
        };
        var ended = await watches.Left(venue, team, Speaker.Of(turn), because, ct);
        log.LogInformation("{Because} {Ended} watches there have ended", because, ended);
    }

    public async Task<Said?> Watches(Turn turn, CancellationToken ct)
    {
        var all = await watches.In(Speaker.VenueOf(turn), ct);
        var standing = await standings.Of(turn, Act.Read, ct);
        var shown = all.Where(view => inventory.May(Speaker.Of(turn), Act.Read, view.Gateway, standing: standing))
            .ToList();
        return new Said(WatchCards.List(shown, clock.GetUtcNow()), WatchCards.ListTitle(shown.Count), Final: true);
    }

    /// <summary>A typo would be watched for hours, and never seen.</summary>
    private async Task<bool> IsKnown(GatewayEntry gateway, IPAddress peer, CancellationToken ct) =>
        gateway.Peers.Values.Contains(peer) || await histories.Find(gateway.Name, peer, ct) is { Spis.Count: > 0 };

    private string? WhyNot(TimeSpan? lasts, string? time) =>
        lasts is null ? $"\"{time}\" is no length of time: say it like 8h, 90min or 2d."
        : lasts > options.Value.Longest
            ? $"{time} is longer than a watch may last here ({LengthOfTime.ToText(options.Value.Longest)}, Watches:Longest). Setting it again prolongs it."
        : null;

    private JsonObject Longest(Target.Found found)
    {
        var words = $"watch peer {found.Peer} on {found.Gateway.Name} for {LengthOfTime.ToText(options.Value.Longest)}";
        return CardButtons.Saying($"Watch for {LengthOfTime.ToText(options.Value.Longest)}", words);
    }

    private IWatchGrain Grain(Turn turn, Target.Found found) =>
        grains.GetGrain<IWatchGrain>(WatchKey.Of(found.Gateway.Name, found.Peer!, Speaker.VenueOf(turn)));

    private static Said Problem(string problem, string doNow, params JsonObject[] buttons) =>
        new(ProblemCard.Of(problem, doNow, buttons), problem, Final: true);
}
