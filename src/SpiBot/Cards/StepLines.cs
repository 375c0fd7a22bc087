using System.Text.Json.Nodes;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Remediations;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>The exact lines of a plan, step by step: what was typed when, and what will be, or would have been.</summary>
internal static class StepLines
{
    public static IEnumerable<JsonObject> Of(RemediationView view, bool ended) =>
        view.Plan.Steps.Select(
            (step, number) =>
                Container(
                    [
                        Small(Head(view, step, number, ended)),
                        .. step.Lines.Select(line => Monospace(line)),
                        .. SecondWay(step),
                    ],
                    style: "emphasis"
                )
        );

    private static string Head(RemediationView view, PlanStep step, int number, bool ended)
    {
        var typed = view.Typed ?? [];
        var which = view.Plan.Steps.Count > 1 ? $"{number + 1}. " : "";
        return which
            + (
                number < typed.Count ? $"Typed on {step.Gateway} at {Times.Utc(typed[number].At)}:"
                : view.State == RemediationState.Doubtful && number == typed.Count
                    ? $"Was perhaps typed on {step.Gateway}:"
                : ended ? $"Would have been typed on {step.Gateway}:"
                : number > 0 && (number > typed.Count || view.State == RemediationState.Sent)
                    ? $"Then on {step.Gateway}, only if a look after the first step shows that it did not help:"
                : $"Will be typed on {step.Gateway}, exactly this:"
            );
    }

    /// <summary>What is typed where the gateway does not know the first line: part of the plan, so part of what is approved.</summary>
    private static IEnumerable<JsonObject> SecondWay(PlanStep step) =>
        step is { Change: Change.Debug, IfRefused: { } inside }
            ? [Small("in"), Monospace(inside.Enter), Small("which is left again afterwards.")]
        : step.IfRefused is { } second
            ?
            [
                Small("Only if it does not know that line, and so does nothing, instead in"),
                Monospace(second.Enter),
                Small("which is left again afterwards:"),
                .. second.Lines.Select(line => Monospace(line)),
            ]
        : [];
}
