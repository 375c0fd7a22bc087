using SpiBot.Cards;
using SpiBot.Channel.Connector;
using SpiBot.Channel.Turns;
using SpiBot.Commands;

namespace SpiBot.Conversation;

/// <summary>The bot of the incident channel: text and buttons in, commands and decisions on. What takes long is started here and reported later.</summary>
public sealed class IncidentBot(CommandTurn commands, DecisionTurn decisions, IConnector connector) : IBot
{
    public async Task OnMessage(Turn turn, CancellationToken ct)
    {
        if (await commands.Run(turn, CommandGrammar.Parse(turn.Text), ct) is { } said)
        {
            await connector.Send(turn.Destination, said.ToActivity(), ct);
        }
    }

    public Task OnAdded(Turn turn, CancellationToken ct)
    {
        var welcome = new Said(HelpCard.Of("SpiBot is here"), "SpiBot is here: say \"help\"", Final: true);
        return connector.Send(turn.Destination, welcome.ToActivity(), ct);
    }

    public async Task<CardActionAnswer> OnCardAction(Turn turn, CardAction action, CancellationToken ct)
    {
        if (action.Verb != CardButtons.Say)
        {
            return await decisions.Run(turn, action, ct);
        }

        if (!action.TryText("text", out var text))
        {
            return DecisionTurn.Malformed();
        }

        if (await commands.Run(turn, CommandGrammar.Parse(text), ct) is { } said)
        {
            await connector.Send(turn.Destination, said.ToActivity(), ct);
        }

        return new CardActionAnswer.Message($"On it: {CardElements.Shown(text)}");
    }
}
