namespace SpiBot.Gateways.Inventory;

/// <summary>How many single-letter slips (insert, leave out, replace, swap neighbours) lie between two words.</summary>
public static class EditDistance
{
    public static int Between(string a, string b)
    {
        var (before, last, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(replace, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }

    /// <summary>The candidates that are near enough to be meant, nearest first.</summary>
    public static IReadOnlyList<string> Nearest(string word, IEnumerable<string> candidates, int most) =>
        [
            .. candidates
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Select(c => (Candidate: c, Distance: Between(word.ToLowerInvariant(), c.ToLowerInvariant())))
                .Where(c => c.Distance <= Math.Max(2, c.Candidate.Length / 3))
                .OrderBy(c => c.Distance)
                .ThenBy(c => c.Candidate, StringComparer.Ordinal)
                .Take(most)
                .Select(c => c.Candidate),
        ];
}
