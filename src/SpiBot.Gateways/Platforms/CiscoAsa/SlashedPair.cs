namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>Two values with one slash between, as <c>86400/73</c>.</summary>
internal static class SlashedPair
{
    /// <returns>False where there is no slash, or more than one.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, out ReadOnlySpan<char> first, out ReadOnlySpan<char> second)
    {
        var slash = text.IndexOf('/');
        first = slash < 0 ? default : text[..slash];
        second = slash < 0 ? default : text[(slash + 1)..];
        return slash >= 0 && !second.Contains('/');
    }
}
