using System.Globalization;
using SpiBot.Tunnels;

namespace SpiBot.Commands;

/// <summary>An SPI as people copy it: hex with or without 0x, or the decimal number that a Cisco prints behind it.</summary>
public static class SpiText
{
    /// <summary>How it is given, for whoever gave it otherwise.</summary>
    public const string Form =
        "Give it as the gateway prints it: 1 to 8 hex digits, like 0x1e3efdfe, or the decimal number in brackets behind them, like 507444734.";

    /// <returns>The SPI; or what is wrong with the text, a sentence.</returns>
    public static (Spi? Spi, string Problem) Read(string text)
    {
        text = WithoutBrackets(text);
        var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        if (Spi.TryParseHex(text) is { } hex)
        {
            return (hex, "");
        }

        // Nine digits and more are too many for hex.
        if (text.Length is 9 or 10 && Decimal(text) is { } number)
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
            : digits.Length is 9 or 10 && digits == text && text.All(char.IsAsciiDigit)
                ? $"{text} is no SPI: as a decimal number it is above 4294967295, the highest there is."
            : $"{text} has {digits.Length} digits: an SPI of ESP has 8 at most."
        );
    }

    /// <returns>What it is as a decimal number, where it was read as hex and may be meant so: eight digits and fewer, none of them a letter. Null: it cannot be.</returns>
    public static Spi? OrDecimal(string text)
    {
        text = WithoutBrackets(text);
        return text.Length <= 8 ? Decimal(text) : null;
    }

    private static Spi? Decimal(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? Spi.TryFrom(value) : null;

    private static string WithoutBrackets(string text) => text is ['(', .. var inside, ')'] ? inside : text;
}
