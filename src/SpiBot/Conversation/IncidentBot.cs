using SpiBot.Cards;
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
    WatchTurn watches,
    Answers answers,
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
                await answers.Say(turn, said, ct);
            }
        }
        catch (StorageAwayException away)
        {
            await answers.Say(turn, Away(away), ct);
        }
    }

    public Task OnAdded(Turn turn, CancellationToken ct)
    {
        var welcome = new Said(HelpCard.Of("SpiBot is here"), "SpiBot is here: say \"help\"", Final: true);
        return answers.Say(turn, welcome, ct);
    }

    /// <summary>When the store is away this fails, and the channel tells it again.</summary>
    public Task OnRemoved(Turn turn, Removal removal, CancellationToken ct) => watches.Left(turn, removal, ct);

    public async Task<CardActionAnswer> OnCardAction(Turn turn, CardAction action, CancellationToken ct)
    {
        try
        {
            return await OnceMended(() => Pressed(turn, action, ct), ct);
        }
        catch (StorageAwayException away)
        {
            await answers.SayToAll(turn, Away(away), ct);
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
            await answers.Say(turn, said, ct);
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

        await answers.SayToAll(turn, problem, ct);
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

    private Said Away(StorageAwayException away)
    {
        log.LogWarning("A turn was answered with the card of the store that is away: {Reason}", away.Message);
        return new Said(StoreAwayCard.Of(), StoreAwayCard.Short, Final: true);
    }
}
