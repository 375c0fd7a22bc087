namespace SpiBot.Gateways.Pasted;

/// <summary>By what a secret is known in the texts of devices: the words before it, and how long it is.</summary>
internal static class SecretNames
{
    /// <summary>More hex digits than any SPI has (an IKE SPI has 16): nothing but a key is that long.</summary>
    public const int LongestSpi = 16;

    /// <summary>Without <c>0x</c> before it: in hex digits, which may stand in groups with a <c>-</c> between.</summary>
    public const int ShortestBareKey = 32;

    /// <summary>Words of <c>ip xfrm state</c>: the algorithm's name follows, then its key.</summary>
    public static readonly HashSet<string> KernelKeys = new(StringComparer.OrdinalIgnoreCase)
    {
        "auth",
        "auth-trunc",
        "enc",
        "aead",
    };

    /// <summary>Settings whose value is a secret.</summary>
    public static readonly HashSet<string> Settings = new(StringComparer.OrdinalIgnoreCase)
    {
        "pre-shared-key",
        "preshared-key",
        "pre-shared-secret",
        "password",
        "passwd",
        "passphrase",
        "secret",
        "psksecret",
        "key-string",
        "shared-secret",
        "community",
        "ppk-secret",
        "psksecret-local",
        "psksecret-remote",
        "authpasswd",
        "auth-pwd",
        "priv-pwd",
        "encrypted-password",
        "authentication-password",
        "privacy-password",
        "authentication-key",
    };

    /// <summary>Kinds of secrets in <c>ipsec.secrets</c>, before the secret.</summary>
    public static readonly HashSet<string> SecretKinds = new(StringComparer.OrdinalIgnoreCase)
    {
        "PSK",
        "EAP",
        "XAUTH",
        "NTLM",
    };

    /// <summary>What FortiOS prints before the keys of an IKE SA: <c>SK_er:</c>, and <c>key:</c> for IKEv1.</summary>
    public static bool IsSessionKey(ReadOnlySpan<char> name) =>
        name.StartsWith("SK_", StringComparison.Ordinal) || name.Equals("key", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whose <c>key</c> is a secret: <c>crypto isakmp key … address …</c>.</summary>
    public static readonly HashSet<string> KeyOwners = new(StringComparer.OrdinalIgnoreCase)
    {
        "isakmp",
        "tacacs-server",
        "radius-server",
    };

    /// <summary>Words between a name and its secret: <c>password 7 …</c>, <c>pre-shared-key ascii-text …</c>.</summary>
    public static readonly HashSet<string> Between = new(StringComparer.OrdinalIgnoreCase)
    {
        "hex",
        "ascii-text",
        "hexadecimal",
        "local",
        "remote",
        "enc",
        "is",
        "=",
        ":",
    };

    public static bool Has(HashSet<string> names, ReadOnlySpan<char> word) =>
        names.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);
}
