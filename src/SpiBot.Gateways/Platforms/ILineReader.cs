namespace SpiBot.Gateways.Platforms;

/// <summary>Reads the lines of one listing, one after the other.</summary>
internal interface ILineReader<out T>
    where T : class
{
    /// <summary>What would have shown that it is such a listing.</summary>
    string Signature { get; }

    /// <param name="line">The next line, good during this call. Where the text ends in it, it may be cut.</param>
    /// <returns>What was expected where a line has not its form; else null.</returns>
    string? Take(WalkedLine line);

    /// <summary>Nothing more comes.</summary>
    /// <returns>Null where no line was of such a listing.</returns>
    T? End();
}
