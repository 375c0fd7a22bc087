namespace SpiBot.Gateways.Ssh;

/// <summary>A line as it is typed into a shell.</summary>
internal static class LineToType
{
    /// <summary>With the key that ends it.</summary>
    /// <exception cref="ArgumentException">It holds control characters: it would be more than one line, or a key.</exception>
    public static string WithEnd(string line) =>
        line.AsSpan().ContainsAnyInRange('\0', '\u001f')
            ? throw new ArgumentException("A line to type holds control characters.", nameof(line))
            : line + "\n";
}
