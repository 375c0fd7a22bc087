using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms;

namespace SpiBot.Gateways.Ssh;

/// <summary>
/// Types the lines of a change, one at a time: the next only after the answer of the one before, and only while the permission lasts. Where the gateway does not know
/// the first of them, nothing has happened, and the lines of the second way are typed in the same manner.
/// </summary>
internal sealed class ChangeTyping(GatewayEntry gateway, SessionDialect dialect, LiveShell shell)
{
    /// <param name="lines">What is typed.</param>
    /// <param name="ifRefused">What is typed where the gateway does not know the first of the lines; null: nothing.</param>
    /// <param name="stillHolds">Asked immediately before the bytes of each line are written.</param>
    /// <param name="ct">Heeded before the first line only.</param>
    public async Task<ChangeAnswer> Type(
        string authorizedGateway,
        IReadOnlyList<string> lines,
        LinesInside? ifRefused,
        Func<bool> stillHolds,
        CancellationToken ct
    )
    {
        if (!string.Equals(authorizedGateway, gateway.Name, StringComparison.OrdinalIgnoreCase))
        {
            return NotTyped($"The authorization is for {authorizedGateway}.");
        }

        ct.ThrowIfCancellationRequested();
        var answer = await TypeLines(lines, stillHolds);
        return
            ifRefused is not null
            && dialect.Inner is { } inner
            && inner.Enter == ifRefused.Enter
            && answer is { Done: 0, Answer: { Refusal: { } refusal, Failure: null } first }
            && inner.SaysNotKnown(refusal)
            ? await TypeInside(inner, lines[0], ifRefused.Lines, first, stillHolds)
            : answer.Answer;
    }

    /// <summary>Nothing was sent, because of this.</summary>
    public ChangeAnswer NotTyped(string because) =>
        new(Typed: false, "", Refusal: null, Failed($"{because} Nothing was sent."));

    /// <returns>How many lines were carried out, as far as the gateway said nothing else, and what it said.</returns>
    private async Task<(int Done, ChangeAnswer Answer)> TypeLines(IReadOnlyList<string> lines, Func<bool> stillHolds)
    {
        var output = "";
        for (var done = 0; done < lines.Count; done++)
        {
            var reply = await shell.Type(lines[done], stillHolds);
            output += reply.Text;
            var typed = done > 0 || reply.Typed;
            var because = reply.Stop switch
            {
                ShellStop.NotAllowed => "The time to type it had passed.",
                ShellStop.NotTyped => "The connection was lost before.",
                _ => null,
            };
            if (because is not null)
            {
                var sent = done == 0 ? "Nothing was sent." : $"{done} of {lines.Count} lines were sent.";
                return (done, new(typed, output, Refusal: null, Failed($"{because} {sent}")) { Part = Part(done) });
            }

            if (reply.Stop != ShellStop.Done)
            {
                const string lost = "The connection was lost after the line was sent: it may have taken effect.";
                return (
                    done,
                    new(typed, output, Refusal: null, ConnectFailure.Lost(gateway, lost)) { Part = Part(done + 1) }
                );
            }

            if (TerminalAnswer.RefusalIn(reply.Text.Span, dialect) is { } refusal)
            {
                return (done, new(typed, output, refusal, Failure: null) { Part = Part(done) });
            }
        }

        return (lines.Count, new(Typed: lines.Count > 0, output, Refusal: null, Failure: null));

        TypedPart? Part(int typed) =>
            typed > 0 && typed < lines.Count ? new([.. lines.Take(typed)], Perhaps: []) : null;
    }

    private async Task<ChangeAnswer> TypeInside(
        InnerCommandLine inner,
        string notKnown,
        IReadOnlyList<string> lines,
        ChangeAnswer first,
        Func<bool> stillHolds
    )
    {
        ChangeAnswer? inside = null;
        var notEntered = await shell.Inside(
            inner,
            stillHolds,
            async () => inside = (await TypeLines(lines, stillHolds)).Answer
        );
        return inside is { Typed: true }
            ? inside with
            {
                Output = first.Output + inside.Output,
                Part = inside.Part ?? (inside.Refusal is null ? new TypedPart(lines, Perhaps: []) : null),
            }
            : first with
            {
                Refusal =
                    $"{first.Refusal} (`{notKnown}`), and the second form was not sent: {inside?.Failure?.CameBack ?? notEntered}",
            };
    }

    private GatewayFailure Failed(string cameBack) =>
        new(
            gateway.Name,
            GatewayFailureKind.NotTyped,
            $"Typing an approved change on {gateway.Name}.",
            cameBack,
            "Look at the tunnel again and propose anew."
        );
}
