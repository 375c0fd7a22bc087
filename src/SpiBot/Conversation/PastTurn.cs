using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SpiBot.Cards;
using SpiBot.Channel.Turns;
using SpiBot.Commands;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.History;
using SpiBot.Operations.Hosting;
using SpiBot.Tunnels.History;

namespace SpiBot.Conversation;

/// <summary>Answers what is asked of the past: a tunnel's history, and whose an SPI is or was. Only of gateways that the speaker may read.</summary>
public sealed class PastTurn(
    GatewayInventory inventory,
    ITunnelHistories histories,
    Standings standings,
    [FromKeyedServices(DomainTime.Key)] TimeProvider clock
)
{
    public async Task<Said> History(Turn turn, GatewayEntry gateway, IPAddress peer, CancellationToken ct)
    {
        var standing = await standings.Of(turn, Act.Read, ct);
        if (inventory.WhyNot(Speaker.Of(turn), Act.Read, gateway.Name, standing: standing) is { } unread)
        {
            return new Said(ProblemCard.Of("Not shown", unread), "Not shown", Final: true);
        }

        var history = await histories.Find(gateway.Name, peer, ct);
        return new Said(
            HistoryCard.Of(gateway.Name, peer, history, clock.GetUtcNow()),
            HistoryCard.Title(gateway.Name, peer, history),
            Final: true
        );
    }

    public async Task<Said> WhatIsSpi(Turn turn, string typed, CancellationToken ct)
    {
        var (spi, problem) = SpiText.Read(typed);
        if (spi is null)
        {
            return new Said(
                ProblemCard.Of(problem, "Give it as the gateway prints it: 1 to 8 hex digits, like 0x1e3efdfe."),
                problem,
                Final: true
            );
        }

        var standing = await standings.Of(turn, Act.Read, ct);
        var known = await histories.WithAny(SpiLookup.BothOrders(spi), ct);
        var found = SpiLookup.Find(
            spi,
            known.Where(history => inventory.May(Speaker.Of(turn), Act.Read, history.Gateway, standing: standing))
        );
        return new Said(SpiCard.Of(spi, found, clock.GetUtcNow()), SpiCard.Title(spi, found), Final: true);
    }
}
