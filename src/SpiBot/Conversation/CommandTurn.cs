using System.Net;
using SpiBot.Cards;
using SpiBot.Channel.Turns;
using SpiBot.Commands;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Pasted;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Duties;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Threads;

namespace SpiBot.Conversation;

/// <summary>Carries out a command: starts the check it asks for, or gives the card that answers it at once.</summary>
public sealed class CommandTurn(
    GatewayInventory inventory,
    IGrainFactory grains,
    IThreadMemory memory,
    IOpenRemediations open,
    IOpenDuties duties,
    PastTurn past,
    WatchTurn watches,
    UnsignedTurns unsigned,
    Standings standings
)
{
    /// <returns>The card to say now; null when a check was started, which reports by itself.</returns>
    public async Task<Said?> Run(Turn turn, Command command, CancellationToken ct) =>
        command is not (Command.Help or Command.Unknown)
        && inventory.WhyNothing(Speaker.Of(turn), await standings.Of(turn, Act.Read, ct)) is { } why
            ? Problem("Not answered", why)
            : await CarryOut(turn, command, ct);

    private Task<Said?> CarryOut(Turn turn, Command command, CancellationToken ct) =>
        command switch
        {
            Command.CheckTunnel c => About(turn, CheckKind.Tunnel, c.Peer, c.Gateway, ct),
            Command.Trace c => About(turn, CheckKind.Trace, c.Peer, c.Gateway, ct),
            Command.Debug c => About(
                turn,
                c.All ? CheckKind.ProposeDebugAll : CheckKind.ProposeDebug,
                c.Peer,
                c.Gateway,
                ct
            ),
            Command.Compare c => About(turn, CheckKind.Compare, c.Peer, c.Gateway, ct),
            Command.DataPath c => About(turn, CheckKind.DataPath, c.Peer, c.Gateway, ct),
            Command.ClearPeer c => About(turn, CheckKind.ProposeClearPeer, c.Peer, c.Gateway, ct),
            Command.ClearBothEnds c => About(turn, CheckKind.ProposeBothEnds, c.Peer, c.Gateway, ct),
            Command.ClearIke c => About(turn, CheckKind.ProposeClearIke, c.Peer, c.Gateway, ct),
            Command.ClearDrops c => OnBox(turn, CheckKind.ProposeClearDrops, c.Gateway, ct),
            Command.Drops c => OnBox(turn, CheckKind.Drops, c.Gateway, ct),
            Command.Inactive c => OnBox(turn, CheckKind.Inactive, c.Gateway, ct),
            Command.ClearInactive c => OnBox(turn, CheckKind.ProposeClearInactive, c.Gateway, ct),
            Command.History c => OfTunnel(
                turn,
                (c.Peer, c.Gateway),
                "history peer",
                "",
                found => past.History(turn, found.Gateway, found.Peer!, ct),
                ct
            ),
            Command.Watch c => OfTunnel(
                turn,
                (c.Peer, c.Gateway),
                "watch peer",
                c.For is null ? "" : $" for {c.For}",
                found => watches.Watch(turn, found, c.For, ct),
                ct
            ),
            Command.Unwatch c => OfTunnel(
                turn,
                (c.Peer, c.Gateway),
                "unwatch peer",
                "",
                found => watches.Unwatch(turn, found, ct),
                ct
            ),
            Command.Watches => watches.Watches(turn, ct),
            Command.WhatIsSpi c => WhatIsSpi(turn, c.Spi, ct),
            Command.Approvals => Approvals(turn, ct),
            Command.Duties => Duties(turn, ct),
            Command.Incomplete c => AskForRest(turn, c, ct),
            Command.Unknown c => NotUnderstood(turn, c, ct),
            _ => Now(new Said(HelpCard.Of(), "What SpiBot understands", Final: true)),
        };

    private async Task<Said?> AskForRest(Turn turn, Command.Incomplete begun, CancellationToken ct)
    {
        var lookup = await LookupFor(turn, ct);
        var on = begun.Gateway is null ? "" : $" on {begun.Gateway}";
        return begun.Missing switch
        {
            TargetPart.Spi => Problem("Which SPI?", $"Give it as the gateway prints it: \"{begun.Words} 0x1e3efdfe\"."),
            TargetPart.Peer => AskBack(
                lookup.WhichPeer($"{begun.Words} X{on}", begun.Gateway, await LastGateway(turn, ct)),
                t => $"{begun.Words} {t.Peer}{on}"
            ),
            // With one gateway only there is nothing to ask.
            _ => lookup.Gateway(named: null, last: null) is Target.NotFound which
                ? AskBack(which, t => $"{begun.Words} on {t.Gateway}")
                : await Run(turn, CommandGrammar.Parse(begun.Words), ct),
        };
    }

    private async Task<Said?> About(Turn turn, CheckKind kind, string peer, string? gateway, CancellationToken ct)
    {
        var lookup = await LookupFor(turn, ct);
        var target = lookup.Peer(peer, gateway, await LastGateway(turn, ct));
        return await Start(turn, kind, target, t => CheckCommand.Of(kind, t.Peer ?? peer, t.Gateway ?? gateway), ct);
    }

    private async Task<Said?> OnBox(Turn turn, CheckKind kind, string? gateway, CancellationToken ct) =>
        await Start(
            turn,
            kind,
            // What changes a box is never guessed from what was spoken of before.
            (await LookupFor(turn, ct)).Gateway(gateway, Changes(kind) ? null : await LastGateway(turn, ct)),
            t => CheckCommand.Of(kind, peer: null, t.Gateway),
            ct
        );

    private async Task<Said?> Start(
        Turn turn,
        CheckKind kind,
        Target target,
        Func<(string? Peer, string? Gateway), string> again,
        CancellationToken ct
    )
    {
        if (target is Target.NotFound wrong)
        {
            return AskBack(wrong, again);
        }

        var found = (Target.Found)target;
        var right = CheckKinds.RightFor(kind);
        var proposer = right is null ? Standing.Alone : await standings.Of(turn, Act.Propose, ct);
        if (right is not null && WhyNot(turn, right, found.Gateway, proposer) is { } why)
        {
            return Problem(Changes(kind) ? "Not proposed" : "Not traced", why);
        }

        var reader = await standings.Of(turn, Act.Read, ct);
        if (inventory.WhyNotBothEnds(Speaker.Of(turn), found, reader) is { } unread)
        {
            return Problem("Not read", unread);
        }

        if (Changes(kind) && found.Peer is { } changed && !found.Gateway.Peers.Values.Contains(changed))
        {
            return Problem(
                $"{found.Gateway.Name} has no peer {changed} in the inventory: nothing is changed there.",
                "Add the peer to spibot.json, or name the gateway that has it."
            );
        }

        await memory.RememberGateway(turn.Destination.ConversationId, found.Gateway.Name, ct);
        var order = new CheckOrder(
            kind,
            found.Gateway.Name,
            found.Peer,
            ThreadAddresses.From(turn.Destination),
            Speaker.Of(turn),
            Speaker.VenueOf(turn),
            proposer
        )
        {
            Elsewhere = kind == CheckKind.Tunnel ? inventory.Elsewhere(Speaker.Of(turn), found, reader) : [],
        };
        await grains.GetGrain<ICheckGrain>(CheckIds.Of(turn)).Start(order, ct);
        return null;
    }

    /// <summary>What is answered at once of one tunnel, or asked back where it cannot be told which is meant.</summary>
    private async Task<Said?> OfTunnel(
        Turn turn,
        (string Peer, string? Gateway) typed,
        string words,
        string tail,
        Func<Target.Found, Task<Said>> answer,
        CancellationToken ct
    ) =>
        (await LookupFor(turn, ct)).Peer(typed.Peer, typed.Gateway, await LastGateway(turn, ct)) switch
        {
            Target.NotFound wrong => AskBack(
                wrong,
                t =>
                    $"{words} {t.Peer ?? typed.Peer}{(t.Gateway ?? typed.Gateway) switch { null => "", var on => $" on {on}" }}{tail}"
            ),
            Target.Found found => await answer(found),
            var other => throw new ArgumentOutOfRangeException(nameof(typed), other.GetType().Name, "no such target"),
        };

    private async Task<Said?> WhatIsSpi(Turn turn, string spi, CancellationToken ct) =>
        await past.WhatIsSpi(turn, spi, ct);

    private static Said AskBack(Target.NotFound wrong, Func<(string? Peer, string? Gateway), string> again)
    {
        var buttons = wrong.Candidates.Select(candidate =>
            CardButtons.Saying(candidate, again(wrong.Wrong == TargetPart.Peer ? (candidate, null) : (null, candidate)))
        );
        return new Said(ProblemCard.Of(wrong.Problem, wrong.DoNow, buttons), wrong.Problem, Final: true);
    }

    private string? WhyNot(Turn turn, string right, GatewayEntry gateway, Standing standing) =>
        Speaker.Of(turn) is not { } person
            ? "Teams did not say who you are (no Entra object id): guests and anonymous people cannot propose a change."
            : unsigned.WhyNoChange(turn) ?? inventory.WhyNot(person, Act.Propose, gateway.Name, right, standing);

    private async Task<Said?> Approvals(Turn turn, CancellationToken ct)
    {
        var all = await open.Waiting(ct);
        var standing = await standings.Of(turn, Act.Read, ct);
        var waiting = all.Where(view =>
                inventory.May(Speaker.Of(turn), Act.Read, view.Plan.Gateway, standing: standing)
            )
            .ToList();
        return new Said(ApprovalsCard.Of(waiting), $"{waiting.Count} waiting for approval", Final: true);
    }

    private async Task<Said?> Duties(Turn turn, CancellationToken ct)
    {
        var all = await duties.Open(ct);
        var standing = await standings.Of(turn, Act.Read, ct);
        var shown = all.Where(view => inventory.May(Speaker.Of(turn), Act.Read, view.Gateway, standing: standing))
            .ToList();
        return new Said(DutyCards.Open(shown), DutyCards.OpenTitle(shown.Count), Final: true);
    }

    private async Task<TargetLookup> LookupFor(Turn turn, CancellationToken ct) =>
        new(inventory, inventory.OpenTo(Speaker.Of(turn), await standings.Of(turn, Act.Read, ct)));

    private Task<string?> LastGateway(Turn turn, CancellationToken ct) =>
        memory.LastGateway(turn.Destination.ConversationId, ct);

    private async Task<Said?> NotUnderstood(Turn turn, Command.Unknown unknown, CancellationToken ct)
    {
        // Somebody may have pasted more than a command.
        var problem = $"Not understood: \"{SecretMask.Of(unknown.Text)}\"";
        var meant = unknown.Nearest is { } nearest
            ? [nearest]
            : (await LookupFor(turn, ct)).Mentioned(unknown.Text).Select(peer => $"check {peer}").ToList();
        return meant.Count > 0
            ? new Said(
                ProblemCard.Of(
                    problem,
                    meant.Count == 1 ? "Did you mean this?" : "Did you mean one of these?",
                    [.. meant.Select(words => CardButtons.Saying(words, words)), CardButtons.Saying("Help", "help")]
                ),
                problem,
                Final: true
            )
            : new Said(
                ProblemCard.Of(problem, WhatIsUnderstood(unknown), [CardButtons.Saying("Help", "help")]),
                problem,
                Final: true
            );
    }

    private static string WhatIsUnderstood(Command.Unknown unknown)
    {
        var same = CommandGrammar.BeginningLike(unknown.Text);
        return same.Count > 0
            ? $"What begins so: {string.Join("; ", same.Select(form => $"`{form}`"))}."
            : "Say \"help\" for what SpiBot understands.";
    }

    private static Said Problem(string problem, string doNow) =>
        new(ProblemCard.Of(problem, doNow), problem, Final: true);

    private static Task<Said?> Now(Said said) => Task.FromResult<Said?>(said);

    private static bool Changes(CheckKind kind) => CheckKinds.ChangeOf(kind) is not null;
}
