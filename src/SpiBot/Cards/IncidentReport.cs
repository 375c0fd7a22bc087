using System.Text.Json.Nodes;
using SpiBot.Operations.Remediations;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>A remediation from its cause to its outcome, in lines to copy into a ticket.</summary>
internal static class IncidentReport
{
    public const string Id = "report";

    public static IEnumerable<string> Lines(RemediationView view)
    {
        var plan = view.Plan;
        yield return $"Remediation {plan.Id}, plan {view.Digest}";
        if (view.Ticket is { } ticket)
        {
            yield return $"Ticket: {ticket}";
        }

        yield return $"Cause: {plan.Cause}. {plan.Why}";
        yield return $"Would interrupt: {plan.Interrupts}";
        yield return $"{Times.Utc(plan.ProposedAt)} proposed by {plan.ProposedBy.Name}";
        foreach (var approval in view.Approvals ?? [])
        {
            yield return $"{Times.Utc(approval.At)} approved by {approval.By.Name}";
        }

        foreach (var lapsed in view.Lapsed ?? [])
        {
            yield return $"Does not count any more: {RemediationWords.Lapsed(lapsed)}";
        }

        if (view.BrokeGlass is { } alone)
        {
            yield return $"Approved alone, because: {alone}";
        }

        foreach (var typed in view.Typed ?? [])
        {
            yield return $"{Times.Utc(typed.At)} typed{StepLines.HowMuch(typed)} on {typed.Step.Gateway}: {string.Join("; ", typed.Lines)}";
            if (typed.Perhaps.Count > 0)
            {
                yield return $"Perhaps typed: {string.Join("; ", typed.Perhaps)}";
            }

            if (typed.NotTyped.Count > 0)
            {
                yield return $"Not typed: {string.Join("; ", typed.NotTyped)}";
            }
        }

        if (view.MayHaveBeenTyped)
        {
            var step = view.Plan.Steps[view.Typed?.Count ?? 0];
            yield return $"Perhaps typed: {string.Join("; ", step.Lines)}";
        }

        if (view.Between is { } between)
        {
            yield return $"After the first step: {between.Words}";
        }

        if (view.EndedAt is { } ended)
        {
            yield return $"{Times.Utc(ended)} {RemediationWords.Title(view)}";
        }

        foreach (var row in view.Outcome?.Rows ?? [])
        {
            yield return $"{row.What}: before {row.Before}, now {row.Now}";
        }

        if (view.Note is { } note)
        {
            yield return note;
        }

        if (view.AfterRekey is { } later)
        {
            yield return $"After the next rekey: {later.Words}";
        }
    }

    public static JsonObject Folded(RemediationView view) =>
        CardElements.Folded(Id, Lines(view).Select(line => Subtitle(line)));

    public static JsonObject Button => CardButtons.Toggling("Incident report", Id);
}
