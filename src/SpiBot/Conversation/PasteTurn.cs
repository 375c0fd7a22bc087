using Microsoft.Extensions.DependencyInjection;
using SpiBot.Cards;
using SpiBot.Channel.Turns;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Pasted;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Hosting;

namespace SpiBot.Conversation;

/// <summary>
/// The other side's output, pasted into a card's box or as a bare message: masked first, then given to the check that waits for it. What comes of it is
/// reported by the check; a refusal is a card.
/// </summary>
public sealed class PasteTurn(
    IGrainFactory grains,
    ILastChecks checks,
    Standings standings,
    [FromKeyedServices(DomainTime.Key)] TimeProvider clock
)
{
    /// <summary>A bare message that is longer than any sentence is output, understood or not.</summary>
    private const int FewestLines = 4;

    private static readonly TimeSpan Waiting = TimeSpan.FromHours(1);

    /// <returns>Why nothing came of it; null when it was understood.</returns>
    public async Task<Said?> Run(Turn turn, string check, string text, CancellationToken ct)
    {
        var standing = await standings.Of(turn, Act.Read, ct);
        var outcome = await grains
            .GetGrain<ICheckGrain>(check)
            .Paste(SecretMask.Of(text), Speaker.Of(turn), standing, Speaker.VenueOf(turn), ct);
        return outcome.Problem is { } problem ? Problem(turn, problem) : null;
    }

    /// <summary>Whether a message that is no command is pasted output.</summary>
    public static bool IsOutput(string text) =>
        text.Contains('\n')
        && (
            text.Length > PasteLimit.Characters
            || PastedOutput.Read(text).IsOutput
            || text.Count(c => c == '\n') >= FewestLines
        );

    /// <summary>A bare paste answers for the thread's last check.</summary>
    public async Task<Said?> RunBare(Turn turn, CancellationToken ct) =>
        await checks.OfTunnel(Speaker.VenueOf(turn), clock.GetUtcNow() - Waiting, ct) is { } check
            ? await Run(turn, check, turn.Text, ct)
            : Problem(
                turn,
                "No tunnel was checked in this thread within the last hour, so there is nothing to compare it with. Check the tunnel (\"check X\"), then paste again."
            );

    private static Said Problem(Turn turn, string problem)
    {
        var title = $"What {turn.From.Name ?? "somebody"} pasted was not compared";
        return new Said(ProblemCard.Of(title, problem), title, Final: true);
    }
}
