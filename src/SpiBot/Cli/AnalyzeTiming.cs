namespace SpiBot.Cli;

/// <summary>The moments of the looks at both ends, on one scale; and what is to be said about them.</summary>
internal sealed record AnalyzeTiming(
    IReadOnlyList<DateTimeOffset> Ours,
    IReadOnlyList<DateTimeOffset> Theirs,
    IReadOnlyList<string> Notes
)
{
    /// <summary>Ends read further apart than this may have rekeyed between, and then seem to disagree.</summary>
    private static readonly TimeSpan SameMoment = TimeSpan.FromMinutes(2);

    public static (AnalyzeTiming? Timing, string Refusal) Of(AnalyzeFiles files, TimeSpan? apart)
    {
        var (ours, refusal) = Latest(files.Ours, End(files.Ours), apart);
        if (ours is null)
        {
            return (null, refusal);
        }

        if (files.Theirs.Count == 0)
        {
            return (new AnalyzeTiming(ours, [], []), "");
        }

        var relation = AnalyzeTimes.ByClock(files.Ours[^1], files.Theirs[^1]);
        if (relation is { } far && far.Duration() > AnalyzeTimes.Longest)
        {
            return (
                null,
                $"{files.Theirs[^1].Files}: was read {AnalyzeTimes.Words(far.Duration())} {(far < TimeSpan.Zero ? "before" : "after")} {files.Ours[^1].Files}: ends read that far apart cannot be compared, an hour is the most"
            );
        }

        var (theirs, theirRefusal) = Latest(files.Theirs, ours[^1] + (relation ?? TimeSpan.Zero), apart);
        if (theirs is null)
        {
            return (null, theirRefusal);
        }

        List<string> notes = relation switch
        {
            null =>
            [
                "Whether both ends were read at the same moment cannot be told from the output: without show clock, in a zone that both have, a rekey between would look like a mismatch.",
            ],
            { } some when some.Duration() > SameMoment =>
            [
                $"The ends were read {AnalyzeTimes.Words(some.Duration())} apart: a rekey between would look like a mismatch.",
            ],
            _ => [],
        };
        if (theirs.Count != ours.Count)
        {
            var once = theirs.Count < ours.Count ? files.Theirs[^1].Files : files.Ours[^1].Files;
            notes.Add($"Of {once} there is one look only, so there are not two looks at both ends.");
        }

        return (new AnalyzeTiming(ours, theirs, notes), "");
    }

    /// <summary>The moments of at most two looks, the last of which was at the end.</summary>
    private static (IReadOnlyList<DateTimeOffset>? Moments, string Refusal) Latest(
        IReadOnlyList<AnalyzeLook> looks,
        DateTimeOffset end,
        TimeSpan? apart
    )
    {
        for (var i = 1; i < looks.Count; i++)
        {
            var (window, refusal) = AnalyzeTimes.Between(looks[i - 1], looks[i], apart);
            if (window is null)
            {
                return (null, refusal);
            }

            if (i == looks.Count - 1)
            {
                return ([end - window.Value, end], "");
            }
        }

        return ([end], "");
    }

    // Without any clock the scale begins anywhere: such a time is never shown.
    private static DateTimeOffset End(IReadOnlyList<AnalyzeLook> looks) =>
        looks[^1].Clock.Value is { } clock
            ? clock.Utc ?? new DateTimeOffset(clock.Local, TimeSpan.Zero)
            : DateTimeOffset.UnixEpoch;
}
