using System.Diagnostics;
using SpiBot.Lab;
using SpiBot.Lab.Channel;
using SpiBot.Lab.Firewalls;

namespace SpiBot.EndToEnd.Faults;

/// <summary>
/// What is true after many kills. The firewalls' own log of typed lines is the witness of what was done, the exported journal of what SpiBot says it did,
/// the channel of what people were told.
/// </summary>
internal static class Reckoning
{
    /// <summary>The last entry before a kill may never have been heard of.</summary>
    private static readonly TimeSpan LongestUnheard = TimeSpan.FromSeconds(3);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="told">A story for each command that was said.</param>
    /// <param name="since">From here on.</param>
    /// <returns>The remediations since then, all ended but those that nobody has approved.</returns>
    public static async Task<IReadOnlyList<Trail>> Hold(
        FaultyLab lab,
        IReadOnlyCollection<Told> told,
        DateTimeOffset since
    )
    {
        var (trails, duties, typed, left) = await Settled(lab);
        IReadOnlyList<Trail> sinceThen = [.. trails.Where(trail => trail.Entries[0].At >= since)];
        var wrong = trails
            .SelectMany(trail => Wrong(trail, typed, lab))
            .Concat(Unapproved(trails, duties, typed))
            .Concat(duties.Where(duty => !duty.HasEnded).Select(duty => $"not taken away: {duty}"))
            .Concat(left.Select(one => $"left: {one}"))
            .Concat(Lost(trails, told))
            .ToList();
        if (sinceThen.Count != told.Count)
            wrong.Add($"{told.Count} commands became {sinceThen.Count} plans");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong) + "\n\n" + string.Join('\n', trails));

        var (code, output) = await SpiBotProcess.Run(lab.Lab.SpiBotEnvironment, ["audit", "verify"], Ct);
        Assert.True(code == 0, output);
        Assert.DoesNotContain("without a key", output);
        return sinceThen;
    }

    private static async Task<(
        IReadOnlyList<Trail> Trails,
        IReadOnlyList<DutyTrail> Duties,
        List<TypedLine> Typed,
        IReadOnlyList<string> Left
    )> Settled(FaultyLab lab)
    {
        using var limit = FaultyLab.Limited();
        while (true)
        {
            // To export the journal is to start a process: only when there is something to be seen.
            var since = Stopwatch.GetTimestamp();
            while (!lab.Journal.LooksSettled && Stopwatch.GetElapsedTime(since) < LongestUnheard)
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
            // Looked at before the journal: whatever is there then is in it.
            var typed = Changes(lab);
            var left = lab.Leftovers();
            var journal = (await Trail.Export(lab.Lab, Ct)).ToList();
            var (trails, duties) = (Trail.Of(journal), Trail.OfDuties(journal));
            if (
                trails.All(trail =>
                    (trail.HasEnded || trail.ApprovedAt is null)
                    && IsTold(trail, lab)
                    && (trail.BrokeGlass is not { } reason || IsShouted(reason, lab))
                )
                && duties.All(duty => duty.HasEnded)
                && left.Count == 0
                && typed.Count == Changes(lab).Count
            )
                return (trails, duties, typed, left);
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, CancellationToken.None);
            // What has not ended by then is told of by the checks.
            if (limit.IsCancellationRequested)
                return (trails, duties, typed, left);
        }
    }

    private static List<TypedLine> Changes(FaultyLab lab) =>
        [.. lab.Lab.Network.TypedLines.Where(line => Incident.IsChange(line.Line))];

    private static bool IsTold(Trail trail, FaultyLab lab) =>
        trail.Digest is not { } plan || lab.CardOf(plan)?.Tells(trail.Last.Kind) == true;

    private static IEnumerable<string> Wrong(Trail trail, List<TypedLine> typed, FaultyLab lab)
    {
        if (trail.ApprovedAt is not null && !trail.HasEnded)
            yield return $"approved and not ended: {trail}";
        if (trail.HasEnded && !IsTold(trail, lab))
            yield return $"{trail}, but the card says: {lab.CardOf(trail.Digest!)?.Text.Split('\n')[0]}";

        foreach (var (step, line) in trail.Steps.SelectMany(step => step.Lines.Select(line => (step, line))))
        {
            var times = typed.Count(one => Belongs(one, trail, step, line));
            if (times > 1)
                yield return $"typed {times} times: {line}: {trail}";
            if (trail.SaysOf(step, line) == Said.Typed && times == 0)
                yield return $"said to be typed, and was not: {line}: {trail}";
            if (trail.SaysOf(step, line) == Said.NotTyped && times > 0)
                yield return $"said not to be typed, and was: {line}: {trail}";
        }

        foreach (var step in trail.Steps)
        {
            if (trail.IsAnswered(step) && !step.Lines.Any(line => typed.Any(one => Belongs(one, trail, step, line))))
                yield return $"somebody looked and said that it was typed, and nothing was: {trail}";
            if (
                trail.IsSent(step)
                && step.Lines.Any(line => trail.SaysOf(step, line) == Said.NotTyped)
                && !IsToldInPart(trail, lab)
            )
                yield return $"typed in part, and the card does not say so: {trail}";
        }

        if (trail.BrokeGlass is { } reason && !IsShouted(reason, lab))
            yield return $"one lead approved alone, and the channel was not told: {trail}";
    }

    private static bool IsShouted(string reason, FaultyLab lab) =>
        lab
            .Cards.Snapshot()
            .Any(card =>
                card.Text.StartsWith("BREAK-GLASS", StringComparison.Ordinal)
                && card.Text.Contains(reason, StringComparison.Ordinal)
            );

    /// <summary>The card, or the incident report on it.</summary>
    private static bool IsToldInPart(Trail trail, FaultyLab lab) =>
        trail.Digest is { } plan && lab.CardOf(plan)?.Text.Contains("yped in part", StringComparison.Ordinal) == true;

    private static IEnumerable<string> Unapproved(
        IReadOnlyList<Trail> trails,
        IReadOnlyList<DutyTrail> duties,
        List<TypedLine> typed
    ) =>
        typed
            .Where(line =>
                !trails.Any(trail =>
                    trail.Steps.Any(step => step.Lines.Any(planned => Belongs(line, trail, step, planned)))
                ) && !duties.Any(duty => duty.AnswersFor(line))
            )
            .Select(line => $"typed without an approval: {line.Line} on {line.Gateway} at {line.At:O}");

    private static IEnumerable<string> Lost(IReadOnlyList<Trail> trails, IEnumerable<Told> told) =>
        told.Where(one => one.Approved && !trails.Any(trail => trail.Digest == one.Plan))
            .Select(one => $"said to be approved, and not in the journal: plan {one.Plan}");

    private static bool Belongs(TypedLine typed, Trail trail, TrailStep step, string line) =>
        typed.Gateway == step.Gateway
        && typed.Line == line
        && trail.ApprovedAt <= typed.At
        && (!trail.HasEnded || typed.At <= trail.Last.At);
}
