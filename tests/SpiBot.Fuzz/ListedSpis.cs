using System.Globalization;
using SpiBot.Gateways.Platforms.LinuxXfrm;
using SpiBot.Gateways.Platforms.StrongSwan;
using SpiBot.Tunnels;

namespace SpiBot.Fuzz;

/// <summary>The SPIs of a value: each must stand in the text, all of its digits together.</summary>
internal static class ListedSpis
{
    private const int MostDigits = 8;

    /// <returns>An SPI that was invented or read in part, in words; null when there is none.</returns>
    public static string? NotIn(string text, object value)
    {
        var spis = Of(value).OfType<Spi>().ToList();
        if (spis.Count == 0)
        {
            return null;
        }

        var printed = Numbers(text);
        var invented = spis.Find(spi => !printed.Contains(spi.Value));
        return invented is null ? null : $"{invented} stands nowhere in the text";
    }

    private static IEnumerable<Spi?> Of(object value) =>
        value switch
        {
            SaListing sas => sas.Tunnels.SelectMany(Of),
            StrongSwanSas strongSwan => strongSwan.Tunnels.SelectMany(Of),
            XfrmSas xfrm => xfrm.Sas.Select(sa => sa.Spi),
            IkeListing ike => ike
                .Sas.SelectMany(sa => sa.Children ?? [])
                .SelectMany(child => new[] { child.Inbound, child.Outbound }),
            _ => [],
        };

    private static IEnumerable<Spi?> Of(ChildSa tunnel) =>
        tunnel
            .Inbound.Concat(tunnel.Outbound)
            .Select(sa => (Spi?)sa.Spi)
            .Append(tunnel.CurrentInbound)
            .Append(tunnel.CurrentOutbound);

    /// <summary>What stands between characters that are no hex digits, as numbers; what cannot be seen parts nothing.</summary>
    private static HashSet<uint> Numbers(string text)
    {
        var numbers = new HashSet<uint>();
        var digits = "";
        foreach (var character in text.Append('\n'))
        {
            if (char.IsAsciiHexDigit(character))
            {
                digits += digits.Length <= MostDigits ? character : "";
            }
            else if (character is not ('\u200b' or '\u200c' or '\u200d' or '\u2060' or '\ufeff' or '\0'))
            {
                if (uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
                {
                    numbers.Add(number);
                }

                digits = "";
            }
        }

        return numbers;
    }
}
