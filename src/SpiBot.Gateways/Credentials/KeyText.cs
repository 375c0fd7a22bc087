namespace SpiBot.Gateways.Credentials;

/// <summary>A key as it is written down: base64.</summary>
internal static class KeyText
{
    /// <returns>Null when it is not base64.</returns>
    public static byte[]? TryRead(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
