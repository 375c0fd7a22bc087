namespace SpiBot.Tunnels;

/// <summary>
/// What a line of a box's crypto debug means: recognised by a phrase in it, whatever stands around it. <see cref="Cause"/> is the diagnosis it points to, by its
/// id; null where it points to none by itself.
/// </summary>
public sealed record DebugExplanation(string Id, string Phrase, string Means, string? Cause);

/// <summary>
/// An explanation with what was heard for it. <see cref="Spis"/>: of ESP, as they were printed. <see cref="MaySwap"/>: such lines may print an SPI with its bytes the other way round
/// (CSCvx23833), so both orders have to be tried.
/// </summary>
public sealed record DebugFinding(
    DebugExplanation Explanation,
    int Times,
    string FirstLine,
    IReadOnlyList<Spi> Spis,
    bool MaySwap
);
