using SpiBot.Lab.Channel;

namespace SpiBot.EndToEnd.Faults;

/// <summary>What a story came to.</summary>
/// <param name="Plan">The first six digits of its plan's digest.</param>
/// <param name="Approved">SpiBot has answered Approve with yes.</param>
internal sealed record Told(string Plan, bool Approved);

/// <summary>
/// One change: an engineer asks for it, leads approve or deny it, the card says how it ended. Whoever gets no answer tries again; nothing else is
/// known to them but what stands in the channel, and on the gateway's console for whoever is asked what was typed there.
/// </summary>
/// <param name="pick">Chooses the replica that is spoken to next.</param>
internal sealed class ChangeStory(FaultyLab lab, Wish wish, Func<int> pick)
{
    /// <summary>Two leads at once, each button delivered twice, to whichever replica.</summary>
    public bool Crowded { get; init; }

    public bool Denied { get; init; }

    /// <summary>Nobody presses before this has ended.</summary>
    public Task Waits { get; init; } = Task.CompletedTask;

    /// <summary>Is told when the command is about to be delivered.</summary>
    public Action Saying { get; init; } = () => { };

    /// <summary>Is told when the button is about to be delivered.</summary>
    public Action Pressing { get; init; } = () => { };

    public async Task<Told> Run()
    {
        var plan = await Proposed();
        await Waits;
        return await Approved(plan);
    }

    /// <summary>From the plan on.</summary>
    public async Task<Told> Approved(CardSeen plan)
    {
        var (from, typed) = (lab.Cards.Count, lab.Lab.Network.TypedLines.Count);
        var accepted = await Decided(plan);
        await Ended(plan.Plan!, from, typed);
        return new Told(plan.Plan!, accepted && !Denied);
    }

    /// <summary>Whoever is asked on the way whether it was typed looks at the console and says so.</summary>
    private async Task Ended(string plan, int from, int typed)
    {
        using var limit = FaultyLab.Limited();
        while (lab.CardOf(plan) is not { Ended: true })
        {
            await lab.NextCard(
                from,
                _ => lab.CardOf(plan) is { Ended: true } or { Asks: true },
                $"the end of plan {plan}"
            );
            if (lab.CardOf(plan) is { Asks: true } asking)
            {
                var was = lab
                    .Lab.Network.TypedLines.Skip(typed)
                    .Any(line => wish.Types(line) && asking.AsksAbout(line.Gateway));
                var button = asking.Button(was ? "It was typed" : "It was not typed")!.Value;
                await lab.Press(lab.Pressed(Person.Lead, asking, button), pick());
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
            }
        }
    }

    private async Task<CardSeen> Proposed()
    {
        await wish.Prepares(lab);
        while (true)
        {
            var from = lab.Cards.Count;
            var command = lab.Said(Person.OnCallEngineer, wish.Says);
            Saying();
            // The channel delivers again what it got no answer to.
            while (await lab.Deliver(command, pick()) is not { Status: >= 200 and < 300 })
                await lab.Up(pick());
            var answer = await lab.NextCard(
                from,
                card => wish.IsAskedOn(card) || card.SaysStoreIsAway,
                $"a plan for: {wish.Says}"
            );
            if (!answer.SaysStoreIsAway)
                return answer;
            // Nothing was done, as the card says: whoever asked says it again.
        }
    }

    /// <returns>Whether SpiBot said yes to a press; false when a press got no answer and the card then showed that it had counted.</returns>
    private async Task<bool> Decided(CardSeen card)
    {
        using var limit = FaultyLab.Limited();
        var accepted = false;
        while (true)
        {
            var answers = await Press(card);
            accepted |= answers.Any(answer =>
                answer?.Words?.StartsWith(Denied ? "Denied" : "Approved", StringComparison.Ordinal) == true
            );
            if (accepted && (Denied || !IsOfTwo))
                return true;
            await lab.Up(pick());
            // It may have counted before the answer was lost, and then the card changes; or it is pressed again, on the card that stands there now.
            if (lab.CardOf(card.Plan!) is { } now)
            {
                if (!wish.IsAskedOn(now))
                    return accepted;
                card = now;
            }
            Assert.False(
                limit.IsCancellationRequested,
                $"{wish.Says}: {string.Join("; ", answers.Select(answer => answer?.Words ?? "no answer"))}, and the card says: {card.Text}"
            );
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
        }
    }

    private bool IsOfTwo => wish is { Leads: > 1, AloneBecause: null };

    private async Task<InvokeAnswer?[]> Press(CardSeen card)
    {
        Pressing();
        var (title, filledIn) = Button;
        var button = card.Button(title)!.Value;
        var pressed = lab.Pressed(Person.Lead, card, button, filledIn);
        var others = lab.Pressed(Person.OtherLead, card, button, filledIn);
        return await Task.WhenAll(
            Crowded
                ?
                [
                    lab.Press(pressed, pick()),
                    lab.Press(others, pick()),
                    lab.Press(pressed, pick()),
                    lab.Press(others, pick()),
                ]
            : IsOfTwo ? [lab.Press(pressed, pick()), lab.Press(others, pick())]
            : (Task<InvokeAnswer?>[])[lab.Press(pressed, pick())]
        );
    }

    /// <summary>Which one, and what is filled in beside it.</summary>
    private (string Title, (string Input, string Text)? FilledIn) Button =>
        Denied ? ("Deny it", ("reason", "Not while the other side rekeys."))
        : wish.AloneBecause is { } because ? ("Approve it alone", ("breakGlassReason", because))
        : ("Approve", null);
}
