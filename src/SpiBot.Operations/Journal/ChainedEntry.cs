namespace SpiBot.Operations.Journal;

/// <summary>An entry as it is stored, word for word.</summary>
/// <param name="Position">In the whole journal, from 1.</param>
/// <param name="Id">What it is about.</param>
/// <param name="Sequence">Among the entries of this id, from 1.</param>
/// <param name="At">UTC, ISO 8601 with seven decimals.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Schema">The shape of <paramref name="Json"/> for this kind.</param>
/// <param name="Ends">Nothing follows for this id.</param>
/// <param name="Json">The entry's content.</param>
/// <param name="Key">The <see cref="ChainKey.Id"/> of the key of its MAC.</param>
/// <param name="Mac">See <see cref="ChainKey.Mac"/>.</param>
public sealed record ChainedEntry(
    long Position,
    string Id,
    int Sequence,
    string At,
    string Kind,
    int Schema,
    bool Ends,
    string Json,
    string Key,
    string Mac
);

/// <summary>Where the journal ends: the last entry's place and MAC. Kept elsewhere it shows later that nothing before it was changed or cut off.</summary>
public sealed record ChainHead(long Position, string Mac)
{
    /// <summary>Of a journal without entries.</summary>
    public static ChainHead Beginning { get; } = new(0, "");

    /// <returns>Null when <paramref name="text"/> is not what <see cref="ToString"/> gives.</returns>
    public static ChainHead? Parse(string text)
    {
        var parts = text.Trim().Split(':');
        return
            parts.Length == 2
            && long.TryParse(parts[0], System.Globalization.NumberStyles.None, provider: null, out var position)
            && (position == 0 ? parts[1].Length == 0 : IsMac(parts[1]))
            ? new ChainHead(position, parts[1])
            : null;
    }

    /// <summary><c>57:5e1f…</c></summary>
    public override string ToString() => $"{Position}:{Mac}";

    private static bool IsMac(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}
