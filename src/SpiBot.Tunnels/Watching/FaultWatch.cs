namespace SpiBot.Tunnels.Watching;

/// <summary>
/// From look to look: when a fault begins and when it is over. One look may have caught a rekey in the middle, so a sign counts when two looks in a row show it, and a
/// fault is over after three looks without any.
/// </summary>
/// <param name="Seen">What the last look showed.</param>
/// <param name="Open">The signs of the fault that has begun; empty when there is none.</param>
/// <param name="Quiet">So many looks in a row showed nothing.</param>
public sealed record FaultWatch(IReadOnlyList<SignKind> Seen, IReadOnlyList<SignKind> Open, int Quiet)
{
    private const int QuietWhenOver = 3;

    /// <summary>Before the first look, where a fault with these signs had begun already (empty: none had).</summary>
    public static FaultWatch From(IReadOnlyList<SignKind> open) => new([], open, Quiet: 0);

    /// <param name="signs">What a look shows.</param>
    /// <param name="whole">Every end that can be looked at was: what was not looked at is not quiet.</param>
    public FaultWatch After(IReadOnlyList<FaultSign> signs, bool whole)
    {
        var seen = signs.Select(sign => sign.Kind).Distinct().ToList();
        var quiet =
            seen.Count > 0 ? 0
            : whole ? Quiet + 1
            : Quiet;
        return new(seen, quiet >= QuietWhenOver ? [] : [.. Open.Union(seen.Intersect(Seen))], quiet);
    }
}
