using System.Text.RegularExpressions;

namespace SpiBot.Gateways.Pasted;

/// <summary>By what a line shows that it is one of its own, and not the rest of a line that a chat has wrapped.</summary>
internal static partial class Beginnings
{
    /// <summary>How telling lines of the platforms begin whose readers put wrapped lines right themselves.</summary>
    public static Regex OfOthers => Others();

    [GeneratedRegex(
        @"name=\S+ ver=|proxyid=|dec: spi=|enc: spi=|(local|remote)-gateway: |\S+: #[0-9]+, |(in|out) [0-9a-f]{8}( \([^)]*\))?,|[^\s\[\]{}]+(\[[0-9]+\]|\{[0-9]+\}): |Security Associations \(|GwID/client|[<>][0-9]+ (ESP:|[0-9a-f.:]+ )|Total active tunnels:|src [0-9a-f.:]+ dst |proto esp spi ",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Others();
}
