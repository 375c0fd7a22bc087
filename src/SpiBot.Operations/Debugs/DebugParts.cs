namespace SpiBot.Operations.Debugs;

/// <summary>A long text in parts that each fit into one message (Teams takes about 100 KB as UTF-16, with all that a card wraps around each line).</summary>
public static class DebugParts
{
    private const int MostLines = 80;
    private const int MostLetters = 9_000;

    /// <returns>At least one part, its lines in order; blank lines are left out.</returns>
    public static IReadOnlyList<IReadOnlyList<string>> Of(string text)
    {
        var parts = new List<List<string>> { new() };
        var letters = 0;
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0))
        {
            if (parts[^1].Count >= MostLines || (letters > 0 && letters + line.Length > MostLetters))
            {
                parts.Add([]);
                letters = 0;
            }

            parts[^1].Add(line);
            letters += line.Length;
        }

        return parts;
    }
}
