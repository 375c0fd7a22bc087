namespace SpiBot.Tunnels.Comparison;

/// <summary>Finds for each pair of selectors of one end the same pair at the other.</summary>
internal static class Pairing
{
    /// <summary>Mirrored selectors first; then SPIs in common (ends may write the same selectors differently); then the only ones left whose selectors one end does not say.</summary>
    public static IReadOnlyList<(PairEnd? Ours, PairEnd? Theirs)> Of(
        IReadOnlyList<PairEnd> ours,
        IReadOnlyList<PairEnd> theirs
    )
    {
        var found = new Dictionary<PairEnd, PairEnd>(ReferenceEqualityComparer.Instance);
        List<PairEnd> lonelyOurs = [.. ours];
        List<PairEnd> lonelyTheirs = [.. theirs];
        Marry((o, t) => o.Selectors.Known && o.Selectors == t.Selectors.Mirrored);
        Marry((o, t) => o.SharesSpiWith(t));
        if (lonelyOurs is [var only] && lonelyTheirs is [var last] && !(only.Selectors.Known && last.Selectors.Known))
        {
            found[only] = last;
            lonelyTheirs.Clear();
        }

        return
        [
            .. ours.Select(o => ((PairEnd?)o, found.GetValueOrDefault(o))),
            .. lonelyTheirs.Select(t => ((PairEnd?)null, (PairEnd?)t)),
        ];

        void Marry(Func<PairEnd, PairEnd, bool> belongTogether)
        {
            // Only where each is the other's sole candidate: the outcome then depends on no order, and on no viewpoint.
            var couples = (
                from one in lonelyOurs
                let candidates = lonelyTheirs.Where(t => belongTogether(one, t)).ToList()
                where candidates.Count == 1 && lonelyOurs.Count(o => belongTogether(o, candidates[0])) == 1
                select (Ours: one, Theirs: candidates[0])
            ).ToList();
            foreach (var (one, other) in couples)
            {
                found[one] = other;
                lonelyOurs.Remove(one);
                lonelyTheirs.Remove(other);
            }
        }
    }
}
