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
                        .. Typed(view, number) is { IsInPart: true } part
                            ? Parted(part)
                            : step.Lines.Select(line => Monospace(line)),
                        .. SecondWay(step),
                    ],
                    style: "emphasis"
                )
        );

    /// <summary>Empty where all of it was.</summary>
    public static string HowMuch(TypedStep typed) =>
        !typed.IsInPart ? ""
        : typed.Lines.Count > 0 ? " in part"
        : ", all of it or a part,";

    private static TypedStep? Typed(RemediationView view, int number) => (view.Typed ?? []).ElementAtOrDefault(number);

    /// <summary>Which lines surely were typed, which perhaps, and which were not.</summary>
    private static IEnumerable<JsonObject> Parted(TypedStep part) =>
        [
            .. part.Lines.Select(line => Monospace(line)),
            .. Under("Perhaps, which nobody can tell:", part.Perhaps),
            .. Under("Not typed:", part.NotTyped),
        ];

    private static IEnumerable<JsonObject> Under(string head, IReadOnlyList<string> lines) =>
        lines.Count > 0 ? [Small(head), .. lines.Select(line => Monospace(line))] : [];

    private static string Head(RemediationView view, PlanStep step, int number, bool ended)
    {
        var typed = view.Typed ?? [];
        var which = view.Plan.Steps.Count > 1 ? $"{number + 1}. " : "";
        return which
            + (
                number < typed.Count
                    ? $"Typed{HowMuch(typed[number])} on {step.Gateway} at {Times.Utc(typed[number].At)}:"
                : (view.State == RemediationState.Doubtful || view.MayHaveBeenTyped) && number == typed.Count
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
