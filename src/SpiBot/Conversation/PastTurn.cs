using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SpiBot.Cards;
using SpiBot.Channel.Turns;
using SpiBot.Commands;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.History;
using SpiBot.Operations.Hosting;
using SpiBot.Tunnels;
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
            return new Said(ProblemCard.Of(problem, SpiText.Form), problem, Final: true);
        }

        var standing = await standings.Of(turn, Act.Read, ct);
        var found = await Places(spi);
        // Digits alone may be the decimal number that a Cisco prints behind the hex.
        if (found.Count == 0 && SpiText.OrDecimal(typed) is { } number)
        {
            found = await Places(number);
            return Of(found.Count > 0 ? number : spi, found, found.Count > 0 ? null : number);
        }

        return Of(spi, found, orDecimal: null);

        async Task<IReadOnlyList<SpiFound>> Places(Spi one)
        {
            var known = await histories.WithAny(SpiLookup.BothOrders(one), ct);
            return SpiLookup.Find(
                one,
                known.Where(history => inventory.May(Speaker.Of(turn), Act.Read, history.Gateway, standing: standing))
            );
        }

        Said Of(Spi one, IReadOnlyList<SpiFound> places, Spi? orDecimal) =>
            new(SpiCard.Of(one, places, clock.GetUtcNow(), orDecimal), SpiCard.Title(one, places), Final: true);
    }
}
