using SpiBot.Cards;
using SpiBot.Channel.Connector;
using SpiBot.Channel.Turns;
using SpiBot.Commands;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Storage;

namespace SpiBot.Conversation;

/// <summary>The bot of the incident channel: text and buttons in, commands and decisions on. What takes long is started here and reported later.</summary>
public sealed class IncidentBot(
    CommandTurn commands,
    DecisionTurn decisions,
    PasteTurn pastes,
    IConnector connector,
    [FromKeyedServices(DomainTime.Key)] TimeProvider clock,
    ILogger<IncidentBot> log
) : IBot
{
    /// <summary>With the pauses between, within the time that a turn has.</summary>
    private const int MostTries = 3;

    public async Task OnMessage(Turn turn, CancellationToken ct)
    {
        try
        {
            var command = CommandGrammar.Parse(turn.Text);
            var answer =
                command is Command.Unknown && PasteTurn.IsOutput(turn.Text)
                    ? await OnceMended(() => pastes.RunBare(turn, ct), ct)
                    : await OnceMended(() => commands.Run(turn, command, ct), ct);
            if (answer is { } said)
            {
                await connector.Send(turn.Destination, said.ToActivity(), ct);
            }
        }
        catch (StorageAwayException away)
        {
            await SayAway(turn, away, ct);
        }
    }

    public Task OnAdded(Turn turn, CancellationToken ct)
    {
        var welcome = new Said(HelpCard.Of("SpiBot is here"), "SpiBot is here: say \"help\"", Final: true);
        return connector.Send(turn.Destination, welcome.ToActivity(), ct);
    }

    public async Task<CardActionAnswer> OnCardAction(Turn turn, CardAction action, CancellationToken ct)
    {
        try
        {
            return await OnceMended(() => Pressed(turn, action, ct), ct);
        }
        catch (StorageAwayException away)
        {
            await SayAway(turn, away, ct);
            return new CardActionAnswer.Message(StoreAwayCard.Short);
        }
    }

    private async Task<CardActionAnswer> Pressed(Turn turn, CardAction action, CancellationToken ct)
    {
        if (action.Verb == CardButtons.Paste)
        {
            return await Pasted(turn, action, ct);
        }

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

    private async Task<CardActionAnswer> Pasted(Turn turn, CardAction action, CancellationToken ct)
    {
        if (!action.TryText("check", out var check))
        {
            return DecisionTurn.Malformed();
        }

        if (!action.TryText(CardButtons.Pasted, out var text))
        {
            return new CardActionAnswer.Message("Nothing was pasted: the box is empty.");
        }

        if (await pastes.Run(turn, check, text, ct) is not { } problem)
        {
            return new CardActionAnswer.Message("Understood: both ends are compared below.");
        }

        await connector.Send(turn.Destination, problem.ToActivity(), ct);
        return new CardActionAnswer.Message(problem.Summary);
    }

    /// <summary>
    /// While another replica dies, what it had cannot be reached; a little later the same turn goes through. Done twice it is one: checks and plans have ids that follow from the
    /// activity, and who has decided is told so.
    /// </summary>
    private async Task<T> OnceMended<T>(Func<Task<T>> turn, CancellationToken ct)
    {
        for (var left = MostTries; ; left--)
        {
            try
            {
                return await turn();
            }
            catch (Exception e) when (left > 1 && BrokenCall.Is(e))
            {
                log.LogWarning(e, "A turn broke off and is tried again");
                await Task.Delay(BrokenCall.MendedAfter, clock, ct);
            }
        }
    }

    private async Task SayAway(Turn turn, StorageAwayException away, CancellationToken ct)
    {
        log.LogWarning("A turn was answered with the card of the store that is away: {Reason}", away.Message);
        var said = new Said(StoreAwayCard.Of(), StoreAwayCard.Short, Final: true);
        await connector.Send(turn.Destination, said.ToActivity(), ct);
    }
}
