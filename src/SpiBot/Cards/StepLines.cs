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
                        .. Typed(view, number) is { } typed
                            ? WereTyped(typed)
                            : AreToBeTyped(view, step, number, ended),
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

    /// <summary>Which lines surely were typed, which perhaps, and which were not: those of the form that the gateway knows.</summary>
    private static IEnumerable<JsonObject> WereTyped(TypedStep typed) =>
        [
            .. typed.Lines.Select(line => Monospace(line)),
            .. Under("Perhaps, which nobody can tell:", typed.Perhaps),
            .. Under("Not typed:", typed.NotTyped),
            .. typed.InSecondWay || typed.Step.Change is Change.Debug ? Inside(typed.Step) : [],
        ];

    /// <summary>Both forms while either may be typed, or may have been; once nothing comes of it, the one that would have been first.</summary>
    private static IEnumerable<JsonObject> AreToBeTyped(RemediationView view, PlanStep step, int number, bool ended) =>
        [
            .. step.Lines.Select(line => Monospace(line)),
            .. step.Change is Change.Debug ? Inside(step)
            : ended && !IsDoubtful(view, number) ? []
            : SecondWay(step),
        ];

    private static bool IsDoubtful(RemediationView view, int number) =>
        (view.State == RemediationState.Doubtful || view.MayHaveBeenTyped) && number == (view.Typed ?? []).Count;

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
                : IsDoubtful(view, number) ? $"Was perhaps typed on {step.Gateway}:"
                : ended ? $"Would have been typed on {step.Gateway}:"
                : number > 0 && (number > typed.Count || view.State == RemediationState.Sent)
                    ? $"Then on {step.Gateway}, only if a look after the first step shows that it did not help:"
                : $"Will be typed on {step.Gateway}, exactly this:"
            );
    }

    /// <summary>What is typed where the gateway does not know the first line: part of the plan, so part of what is approved.</summary>
    private static IEnumerable<JsonObject> SecondWay(PlanStep step) =>
        step.IfRefused is { } second
            ?
            [
                Small("Only if it does not know that line, and so does nothing, instead in"),
                Monospace(second.Enter),
                Small("which is left again afterwards:"),
                .. second.Lines.Select(line => Monospace(line)),
            ]
            : [];

    /// <summary>Debug is typed nowhere else where there is such a command line.</summary>
    private static IEnumerable<JsonObject> Inside(PlanStep step) =>
        step.IfRefused is { } inside
            ? [Small("in"), Monospace(inside.Enter), Small("which is left again afterwards.")]
            : [];
}
