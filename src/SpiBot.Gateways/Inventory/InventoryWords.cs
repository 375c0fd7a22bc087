using System.Net;
using System.Net.Sockets;

namespace SpiBot.Gateways.Inventory;

/// <summary>What the single words of an inventory may look like.</summary>
internal static class InventoryWords
{
    public const string NameRule =
        "is not a name (letters, digits, . _ -, at most 63, beginning with a letter or digit)";

    public const string SecretNameRule = "is not the name of a secret (letters, digits and -, at most 127)";

    public const string ViciUriRule =
        "is not a URI of charon's socket (unix:///run/charon.vici; letters, digits, . _ / -, at most 100)";

    private const int Sha256Length = 32;
    private static readonly System.Buffers.SearchValues<char> PathCharacters = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/-"
    );

    private const string FingerprintPrefix = "SHA256:";

    public static bool IsName(string text) =>
        text.Length is > 0 and <= 63
        && char.IsAsciiLetterOrDigit(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    /// <summary>Key Vault's own rule.</summary>
    public static bool IsSecretName(string text) =>
        text.Length is > 0 and <= 127 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-');

    /// <summary>The name of a security context as an ASA takes it. It becomes part of a line that is typed.</summary>
    public static bool IsContext(string text) =>
        text.Length is > 0 and <= 32 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    /// <summary>It becomes part of a line that is typed into a shell: nothing that a shell would read as more than a word.</summary>
    public static bool IsViciUri(string text) =>
        text.Length is > 8 and <= 100
        && text.StartsWith("unix:///", StringComparison.Ordinal)
        && text.AsSpan("unix://".Length).IndexOfAnyExcept(PathCharacters) < 0;

    public static bool IsUser(string text) => text.Length is > 0 and <= 64 && !text.Any(c => c is <= ' ' or '\u007f');

    public static bool IsHost(string text) =>
        Address(text) is not null || (Uri.CheckHostName(text) == UriHostNameType.Dns && !LooksNumeric(text));

    /// <summary>As written by a person: four decimal numbers, or IPv6. What .NET also takes (<c>10.1</c>, <c>0x0a000001</c>, leading zeros) is a typo here.</summary>
    public static IPAddress? Address(string text)
    {
        if (!IPAddress.TryParse(text, out var address))
        {
            return null;
        }

        var strict = address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text;
        return strict && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) ? address : null;
    }

    public static bool IsFingerprint(string text)
    {
        if (!text.StartsWith(FingerprintPrefix, StringComparison.Ordinal))
        {
            return false;
        }

        var base64 = text[FingerprintPrefix.Length..].TrimEnd('=') + "=";
        return Convert.TryFromBase64String(base64, new byte[Sha256Length + 1], out var length)
            && length == Sha256Length;
    }

    /// <summary>The last label of a DNS name is never a number: this is a mistyped address.</summary>
    private static bool LooksNumeric(string text) => text[(text.LastIndexOf('.') + 1)..].All(char.IsAsciiDigit);
}
