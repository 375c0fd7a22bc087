using SpiBot.Cards;
using SpiBot.Channel.Turns;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Remediations;

namespace SpiBot.Conversation;

/// <summary>
/// Propose, Approve and Deny, and after a crash whether it was typed. Who pressed comes from the signed activity, what was approved from the digest in the button;
/// whether it counts is decided by the remediation. A refusal is said to the presser, in the response to the press, and in the thread: an incident has no secrets.
/// </summary>
public sealed class DecisionTurn(
    IGrainFactory grains,
    Answers answers,
    UnsignedTurns unsigned,
    Standings standings,
    ILogger<DecisionTurn> log
)
{
    public async Task<CardActionAnswer> Run(Turn turn, CardAction action, CancellationToken ct)
    {
        if (
            action.Verb
            is not (
                CardButtons.Propose
                or CardButtons.Approve
                or CardButtons.BreakGlass
                or CardButtons.Deny
                or CardButtons.WasTyped
                or CardButtons.WasNotTyped
            )
        )
        {
            return Malformed();
        }

        if (Speaker.Of(turn) is not { } person)
        {
            return await Refuse(
                turn,
                action,
                "Teams did not say who you are (no Entra object id): guests and anonymous people cannot propose or decide.",
                ct
            );
        }

        if (unsigned.WhyNoChange(turn) is { } why)
        {
            return await Refuse(turn, action, why, ct);
        }

        return action.Verb == CardButtons.Propose
            ? await Propose(turn, action, person, ct)
            : await Decide(turn, action, person, ct);
    }

    public static CardActionAnswer Malformed() =>
        new CardActionAnswer.Error(400, "BadRequest", "This button is not one of SpiBot's; nothing was done.");

    private async Task<CardActionAnswer> Propose(Turn turn, CardAction action, Person person, CancellationToken ct)
    {
        if (!action.TryText("check", out var check) || !action.TryNumber("remedy", out var remedy))
        {
            return Malformed();
        }

        var outcome = await grains
            .GetGrain<ICheckGrain>(check)
            .Propose(remedy, person, await standings.Of(turn, Act.Propose, ct), Speaker.VenueOf(turn), ct);
        return outcome.Refusal is { } refusal
            ? await Refuse(turn, action, refusal, ct)
            : new CardActionAnswer.Message("Proposed: a lead can approve it below.");
    }

    private async Task<CardActionAnswer> Decide(Turn turn, CardAction action, Person person, CancellationToken ct)
    {
        if (!action.TryText("remediation", out var id) || !action.TryText("digest", out var digest))
        {
            return Malformed();
        }

        var grain = grains.GetGrain<IRemediationGrain>(id);
        var alone = action.Verb == CardButtons.BreakGlass;
        action.TryText(alone ? CardButtons.BreakGlassReason : CardButtons.Reason, out var reason);
        action.TryText("ticket", out var ticket);
        // A pressed button does not wait long: all are looked up at once.
        var standing = standings.Of(turn, Act.Approve, ct);
        var before = IsApproval(action) ? ApproversBefore(grain, turn, person, ct) : NobodyBefore;
        await Task.WhenAll(standing, before);
        var press = new Press(person, digest, Speaker.VenueOf(turn), turn.Activity.ReplyToId, reason, ticket, alone)
        {
            Standing = await standing,
            Before = await before,
        };
        var outcome = await (
            action.Verb switch
            {
                CardButtons.Deny => grain.Deny(press, ct),
                CardButtons.WasTyped => grain.Answer(press, wasTyped: true, ct),
                CardButtons.WasNotTyped => grain.Answer(press, wasTyped: false, ct),
                _ => grain.Approve(press, ct),
            }
        );
        if (outcome is { IsOldCard: true, View: { } view } && turn.Activity.ReplyToId is { } old)
        {
            // Its buttons do nothing, whether they can be taken away or not.
            await answers.Change(turn, old, new Said(OldCard.Of(view), OldCard.Title(view), Final: true), ct);
        }

        return outcome.Refusal is { } refusal
            ? await Refuse(turn, action, refusal, ct)
            : new CardActionAnswer.Message(Taken(action.Verb, outcome));
    }

    private static string Taken(string verb, DecisionOutcome outcome) =>
        outcome.IsRepeated ? "That counts already: the card says what has come of it."
        : verb == CardButtons.Deny ? "Denied."
        : verb == CardButtons.WasTyped ? "Noted: it was typed. Looking whether it helped."
        : verb == CardButtons.WasNotTyped ? "Noted: it was not typed. Nothing was sent."
        : outcome.View is { State: RemediationState.Proposed } waits ? Waits(waits)
        : "Approved. Looking once more, then typing.";

    private static string Waits(RemediationView view) =>
        string.Join(
            ' ',
            [
                $"Approved, {view.Approvals?.Count} of {view.Plan.ApprovalsNeeded}: another lead has to approve it, too.",
                .. (view.Lapsed ?? []).Select(lapsed => $"Does not count any more: {RemediationWords.Lapsed(lapsed)}"),
            ]
        );

    private static bool IsApproval(CardAction action) => action.Verb is CardButtons.Approve or CardButtons.BreakGlass;

    private static Task<IReadOnlyList<StandingOf>> NobodyBefore => Task.FromResult<IReadOnlyList<StandingOf>>([]);

    /// <summary>Who approved it before may not any more by now.</summary>
    private async Task<IReadOnlyList<StandingOf>> ApproversBefore(
        IRemediationGrain grain,
        Turn turn,
        Person person,
        CancellationToken ct
    ) =>
        await grain.View(ct) is { State: RemediationState.Proposed, Approvals: { } approvals }
            ? await Task.WhenAll(
                approvals
                    .Where(approval => !approval.By.IsSameAs(person))
                    .Select(approval => standings.Of(turn, approval.By, Act.Approve, ct))
            )
            : [];

    private async Task<CardActionAnswer> Refuse(Turn turn, CardAction action, string refusal, CancellationToken ct)
    {
        log.LogWarning(
            "{EntraId} pressed {Verb} of {Remediation} in {Conversation}, and it was not done: {Reason}",
            turn.From.AadObjectId,
            action.Verb,
            action.TryText("remediation", out var id) || action.TryText("check", out id)
                ? CardElements.Shown(id)
                : null,
            turn.Destination.ConversationId,
            refusal
        );
        var who = turn.From.Name ?? "Somebody";
        var problem = $"{who} pressed {Title(action.Verb)}: not done";
        await answers.SayToAll(turn, new Said(ProblemCard.Of(problem, refusal), problem, Final: true), ct);
        return new CardActionAnswer.Message(refusal);
    }

    private static string Title(string verb) =>
        verb switch
        {
            CardButtons.Approve => "Approve",
            CardButtons.BreakGlass => "Approve alone",
            CardButtons.Deny => "Deny",
            CardButtons.WasTyped => "It was typed",
            CardButtons.WasNotTyped => "It was not typed",
            _ => "Propose",
        };
}
