namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>What <c>in use settings ={…}</c> says of an SA.</summary>
/// <param name="Said">Something stands between the brackets.</param>
/// <param name="Kind">The box's word: <c>L2L</c>, <c>RA</c>; IOS begins with the mode and says nothing of the kind.</param>
internal sealed record SaSettings(bool Said, bool Rekeyed, string? Kind, string? IkeVersion, bool NatTraversal);

/// <summary>The words that thousands of SAs of one listing have in common, each kept once: the same text as the last time gives the same object.</summary>
internal sealed class SaWords
{
    private string state = "";
    private string settingsText = "";
    private SaSettings settings = new(Said: false, Rekeyed: false, Kind: null, IkeVersion: null, NatTraversal: false);

    public string State(ReadOnlySpan<char> text) => Same(ref state, text);

    /// <param name="text">What stands between the brackets.</param>
    public SaSettings Settings(ReadOnlySpan<char> text)
    {
        if (!text.SequenceEqual(settingsText))
        {
            settingsText = text.ToString();
            settings = Read(settingsText);
        }

        return settings;
    }

    /// <summary>The text as a string, the known one if it is that.</summary>
    public static string Same(ref string known, ReadOnlySpan<char> text)
    {
        if (!text.SequenceEqual(known))
        {
            known = text.ToString();
        }

        return known;
    }

    private static SaSettings Read(string text)
    {
        var words = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new(
            words.Length > 0,
            words.Contains("Rekeyed"),
            words is [var word, ..] && !IsMode(word) ? word : null,
            words.FirstOrDefault(setting => setting is "IKEv1" or "IKEv2"),
            words.Any(IsNatTraversal)
        );
    }

    private static bool IsMode(string setting) =>
        setting.StartsWith("Tunnel", StringComparison.Ordinal)
        || setting.StartsWith("Transport", StringComparison.Ordinal);

    private static bool IsNatTraversal(string setting) =>
        setting == "NAT-T-Encaps" || setting.EndsWith("UDP-Encaps", StringComparison.Ordinal);
}
