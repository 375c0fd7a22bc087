using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms;

/// <summary>The SPIs of systems that always print eight hex digits: fewer are a cut SPI, more (16) are the SPI of an IKE SA.</summary>
internal static class PaddedSpi
{
    /// <param name="text">Eight hex digits, without 0x.</param>
    public static bool IsOne(ReadOnlySpan<char> text)
    {
        foreach (var digit in text)
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                return false;
            }
        }

        return text.Length == 8;
    }

    /// <returns>Null when it is no SPI, or 0, which stands for none.</returns>
    public static Spi? Of(ReadOnlySpan<char> text) => IsOne(text) ? Spi.TryParseHex(text) : null;
}
