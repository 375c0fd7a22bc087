using SpiBot.Lab.Channel;

namespace SpiBot.EndToEnd.Faults;

/// <summary>What a story came to.</summary>
/// <param name="Plan">The first six digits of its plan's digest.</param>
/// <param name="Approved">SpiBot has answered Approve with yes.</param>
internal sealed record Told(string Plan, bool Approved);

/// <summary>
/// One clear: an engineer asks for it, a lead approves or denies it, the card says how it ended. Whoever gets no answer tries again; nothing else is
/// known to them but what stands in the channel.
/// </summary>
/// <param name="pick">Chooses the replica that is spoken to next.</param>
internal sealed class ClearStory(FaultyLab lab, string gateway, string peer, Func<int> pick)
{
    /// <summary>Two leads at once, each button delivered twice, to whichever replica.</summary>
    public bool Crowded { get; init; }

    public bool Denied { get; init; }

    /// <summary>Is told when the button is about to be delivered.</summary>
    public Action Pressing { get; init; } = () => { };

    public async Task<Told> Run() => await Approved(await Proposed());

    /// <summary>From the plan on.</summary>
    public async Task<Told> Approved(CardSeen plan)
    {
        var from = lab.Cards.Count;
        var accepted = await Decided(plan);
        if (lab.CardOf(plan.Plan!) is not { Ended: true })
            await lab.NextCard(from, card => card.Plan == plan.Plan && card.Ended, $"the end of plan {plan.Plan}");
        return new Told(plan.Plan!, accepted && !Denied);
    }

    private async Task<CardSeen> Proposed()
    {
        while (true)
        {
            var (from, replica) = (lab.Cards.Count, pick());
            if (await lab.Say(Person.OnCallEngineer, $"clear peer {peer} on {gateway}", replica))
                return await lab.NextCard(from, IsOurs, $"a plan for {peer} on {gateway}");
            await lab.Up(pick());
        }
    }

    private bool IsOurs(CardSeen card) =>
        card.Button("Approve") is not null
        && card.Text.StartsWith($"Approve? Clear the SAs with {peer} on {gateway}", StringComparison.Ordinal);

    /// <returns>Whether SpiBot said yes to a press; false when a press got no answer and the card then showed that it had counted.</returns>
    private async Task<bool> Decided(CardSeen card)
    {
        using var limit = FaultyLab.Limited();
        while (true)
        {
            var answers = await Press(card);
            if (
                answers.Any(answer =>
                    answer?.Words?.StartsWith(Denied ? "Denied" : "Approved", StringComparison.Ordinal) == true
                )
            )
                return true;
            await lab.Up(pick());
            // It may have counted before the answer was lost, and then the card changes; or it is pressed again, on the card that stands there now.
            if (lab.CardOf(card.Plan!) is { } now)
            {
                if (!IsOurs(now))
                    return false;
                card = now;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
        }
    }

    private async Task<InvokeAnswer?[]> Press(CardSeen card)
    {
        Pressing();
        var button = card.Button(Denied ? "Deny it" : "Approve")!.Value;
        var pressed = lab.Pressed(Person.Lead, card, button);
        if (!Crowded)
            return [await lab.Press(pressed, pick())];
        var others = lab.Pressed(FaultyLab.OtherLead, card, button);
        return await Task.WhenAll(
            lab.Press(pressed, pick()),
            lab.Press(others, pick()),
            lab.Press(pressed, pick()),
            lab.Press(others, pick())
        );
    }
}
