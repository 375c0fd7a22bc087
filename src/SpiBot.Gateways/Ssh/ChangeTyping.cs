using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms;

namespace SpiBot.Gateways.Ssh;

/// <summary>Types the lines of a change, one at a time: the next only after the answer of the one before, and only while the permission lasts.</summary>
/// <param name="type">Types one line if the given permission holds at the moment of writing.</param>
internal sealed class ChangeTyping(
    GatewayEntry gateway,
    SessionDialect dialect,
    Func<string, Func<bool>, Task<ShellReply>> type
)
{
    /// <param name="ct">Heeded before the first line only.</param>
    public async Task<ChangeAnswer> Type(
        string authorizedGateway,
        IReadOnlyList<string> lines,
        Func<bool> stillHolds,
        CancellationToken ct
    )
    {
        if (!string.Equals(authorizedGateway, gateway.Name, StringComparison.OrdinalIgnoreCase))
        {
            return NotTyped($"The authorization is for {authorizedGateway}.");
        }

        ct.ThrowIfCancellationRequested();
        var output = "";
        for (var done = 0; done < lines.Count; done++)
        {
            var reply = await type(lines[done], stillHolds);
            output += reply.Text;
            var typed = done > 0 || reply.Typed;
            switch (reply.Stop)
            {
                case ShellStop.Done when AnswerText.RefusalIn(reply.Text, dialect) is { } refusal:
                    return new(typed, output, refusal, Failure: null);
                case ShellStop.Done:
                    break;
                case ShellStop.NotAllowed:
                    return new(
                        typed,
                        output,
                        Refusal: null,
                        Failed("The time to type it had passed.", done, lines.Count)
                    );
                case ShellStop.NotTyped:
                    return new(
                        typed,
                        output,
                        Refusal: null,
                        Failed("The connection was lost before.", done, lines.Count)
                    );
                default:
                    return new(
                        typed,
                        output,
                        Refusal: null,
                        ConnectFailure.Lost(
                            gateway,
                            "The connection was lost after the line was sent: it may have taken effect."
                        )
                    );
            }
        }

        return new(Typed: lines.Count > 0, output, Refusal: null, Failure: null);
    }

    /// <summary>Nothing was sent, because of this.</summary>
    public ChangeAnswer NotTyped(string because) => new(Typed: false, "", Refusal: null, Failed(because, 0, 1));

    private GatewayFailure Failed(string because, int done, int of) =>
        new(
            gateway.Name,
            GatewayFailureKind.NotTyped,
            $"Typing an approved change on {gateway.Name}.",
            done == 0 ? $"{because} Nothing was sent." : $"{because} {done} of {of} lines were sent.",
            "Look at the tunnel again and propose anew."
        );
}
