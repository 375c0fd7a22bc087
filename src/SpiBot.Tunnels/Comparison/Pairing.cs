namespace SpiBot.Tunnels.Comparison;

/// <summary>Finds for each pair of selectors of one end the same pair at the other, in time that grows with their number.</summary>
internal sealed class Pairing
{
    private readonly Dictionary<PairEnd, PairEnd> found = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<PairEnd> paired = new(ReferenceEqualityComparer.Instance);

    private Pairing() { }

    /// <summary>Mirrored selectors first; then SPIs in common (ends may write the same selectors differently); then the only ones left whose selectors one end does not say.</summary>
    public static IReadOnlyList<(PairEnd? Ours, PairEnd? Theirs)> Of(
        IReadOnlyList<PairEnd> ours,
        IReadOnlyList<PairEnd> theirs
    )
    {
        var pairing = new Pairing();
        pairing.Pair(pairing.Unpaired(ours), pairing.Unpaired(theirs), BySelectors);
        pairing.Pair(pairing.Unpaired(ours), pairing.Unpaired(theirs), BySpis);
        if (
            pairing.Unpaired(ours) is [var only]
            && pairing.Unpaired(theirs) is [var last]
            && !(only.Selectors.Known && last.Selectors.Known)
        )
        {
            pairing.Pair(only, last);
        }

        return
        [
            .. ours.Select(o => ((PairEnd?)o, pairing.found.GetValueOrDefault(o))),
            .. pairing.Unpaired(theirs).Select(t => ((PairEnd?)null, (PairEnd?)t)),
        ];
    }

    private List<PairEnd> Unpaired(IReadOnlyList<PairEnd> pairs) => [.. pairs.Where(pair => !paired.Contains(pair))];

    // Only where each is the other's sole candidate: the outcome then depends on no order, and on no viewpoint.
    private void Pair(
        List<PairEnd> ours,
        List<PairEnd> theirs,
        Func<List<PairEnd>, Func<PairEnd, IEnumerable<PairEnd>>> by
    )
    {
        if (ours.Count == 0 || theirs.Count == 0)
        {
            return;
        }

        var candidatesOf = by(theirs);
        var wanted = ours.Select(one =>
                (Ours: one, Candidates: candidatesOf(one).ToHashSet<PairEnd>(ReferenceEqualityComparer.Instance))
            )
            .ToList();
        var timesWanted = new Dictionary<PairEnd, int>(ReferenceEqualityComparer.Instance);
        foreach (var candidate in wanted.SelectMany(row => row.Candidates))
        {
            timesWanted[candidate] = timesWanted.GetValueOrDefault(candidate) + 1;
        }

        foreach (var (one, candidates) in wanted.Where(row => row.Candidates.Count == 1))
        {
            var candidate = candidates.First();
            if (timesWanted[candidate] == 1)
            {
                Pair(one, candidate);
            }
        }
    }

    private void Pair(PairEnd one, PairEnd other)
    {
        found[one] = other;
        paired.Add(one);
        paired.Add(other);
    }

    private static Func<PairEnd, IEnumerable<PairEnd>> BySelectors(List<PairEnd> theirs)
    {
        var mirrored = theirs.ToLookup(t => t.Selectors.Mirrored);
        return one => one.Selectors.Known ? mirrored[one.Selectors] : [];
    }

    private static Func<PairEnd, IEnumerable<PairEnd>> BySpis(List<PairEnd> theirs)
    {
        var accepting = theirs.SelectMany(t => t.Inbound.Select(spi => (spi, t))).ToLookup(p => p.spi, p => p.t);
        var sending = theirs.SelectMany(t => t.Outbound.Select(spi => (spi, t))).ToLookup(p => p.spi, p => p.t);
        return one =>
            one.Outbound.SelectMany(spi => accepting[spi]).Concat(one.Inbound.SelectMany(spi => sending[spi]));
    }
}
