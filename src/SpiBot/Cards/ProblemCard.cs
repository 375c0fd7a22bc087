using System.Text.Json.Nodes;
using SpiBot.Gateways;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>Something could not be done: what was tried, what came back, what to do now, and perhaps what may have been meant.</summary>
public static class ProblemCard
{
    public static JsonObject Of(GatewayFailure failure, string? retry = null) =>
        Card(
            [
                Heading(
                    $"{failure.Gateway} could not be {(failure.Kind == GatewayFailureKind.NotTyped ? "changed" : "read")}"
                ),
                Facts([("Tried", failure.Tried), ("Came back", failure.CameBack), ("Do now", failure.DoNow)]),
                Small("Nothing was changed on any gateway."),
            ],
            retry is null ? [] : [CardButtons.Saying("Try again", retry)]
        );

    public static JsonObject Of(string problem, string doNow, IEnumerable<JsonObject>? buttons = null) =>
        Card([Heading(problem), Paragraph(doNow)], buttons);

    /// <summary>The same inside another card: the other end could not be read.</summary>
    public static JsonObject Block(GatewayFailure failure) =>
        Container(
            [
                Paragraph($"{failure.Tried}: {failure.CameBack}", $"{failure.Gateway} was not read."),
                Small(failure.DoNow),
            ],
            style: "warning"
        );
}
