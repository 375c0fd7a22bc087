using System.Globalization;
using SpiBot.Tunnels;

namespace SpiBot.Commands;

/// <summary>An SPI as people copy it: hex with or without 0x, or the decimal number that a Cisco prints behind it.</summary>
public static class SpiText
{
    /// <returns>The SPI; or what is wrong with the text, a sentence.</returns>
    public static (Spi? Spi, string Problem) Read(string text)
    {
        var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        if (Spi.TryParseHex(text) is { } hex)
        {
            return (hex, "");
        }

        // Nine digits and more are too many for hex.
        if (
            digits == text
            && text.Length is 9 or 10
            && uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && Spi.TryFrom(value) is { } number
        )
        {
            return (number, "");
        }

        var isHex = digits.Length > 0 && digits.All(char.IsAsciiHexDigit);
        return (
            null,
            !isHex ? $"\"{text}\" is not an SPI."
            : digits.Length <= 8 ? $"{text} is no SPI of ESP: 0 to 255 are reserved, and devices print 0 for none."
            : digits.Length == 16
                ? $"{text} has 16 digits: that is an SPI of IKE, which names an IKE SA. Those of ESP have 8."
            : $"{text} has {digits.Length} digits: an SPI of ESP has 8 at most."
        );
    }
}
