namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>In what ASA and IOS differ where they print <c>show crypto ipsec sa</c>.</summary>
internal abstract class IpsecSaForm
{
    /// <param name="Name">An address or a name; null where the box prints none.</param>
    internal readonly record struct Peer(string? Name, string? Username = null, int? Port = null);

    public static IpsecSaForm Asa { get; } = new AsaForm();

    public abstract string ExpectedPeer { get; }

    /// <returns>Null when the line is not as this kind of box prints it.</returns>
    public abstract Peer? CurrentPeer(WalkedLine line);

    /// <param name="text">What stands behind <c>current outbound spi:</c>.</param>
    /// <param name="mayBeCut">Digits may be missing: it counts only if an SA of that SPI is listed.</param>
    /// <returns>0 stands for none; null when the text has not the form.</returns>
    public abstract uint? CurrentSpi(ReadOnlySpan<char> text, out bool mayBeCut);

    /// <returns>What was expected behind <c>spi:</c>, where that is not there; else null.</returns>
    public abstract string? ExpectedSpi(ReadOnlySpan<char> text);

    private sealed class AsaForm : IpsecSaForm
    {
        /// <summary>Leading zeros are dropped, so without the decimal behind them fewer than eight digits may be a cut SPI.</summary>
        public override string? ExpectedSpi(ReadOnlySpan<char> text)
        {
            var blank = text.IndexOf(' ');
            var word = blank < 0 ? text : text[..blank];
            return word.Length >= "0x".Length + 8 || word.Contains('(') || text[word.Length..] is [_, '(', ..]
                ? null
                : "spi: 0x, 1 to 8 hex digits and the decimal in brackets";
        }

        public override string ExpectedPeer =>
            "current_peer: and an address or a name, as an ASA prints it (IOS prints no colon)";

        public override Peer? CurrentPeer(WalkedLine line)
        {
            // Something broke the line before the user's name.
            if (line.After("current_peer:") is not { Length: > 0 } text || IsBroken(text))
            {
                return null;
            }

            if (!text.Contains(','))
            {
                return new Peer(text);
            }

            var parts = text.Split(',', StringSplitOptions.TrimEntries);
            return new Peer(
                parts[0],
                parts
                    .Skip(1)
                    .Where(part => part.StartsWith("username:", StringComparison.OrdinalIgnoreCase))
                    .Select(part => part["username:".Length..].Trim())
                    .FirstOrDefault()
            );
        }

        private static bool IsBroken(string text) =>
            text.EndsWith(',') || text.EndsWith("username:", StringComparison.OrdinalIgnoreCase);

        public override uint? CurrentSpi(ReadOnlySpan<char> text, out bool mayBeCut)
        {
            var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
            mayBeCut = digits.Length < 8;
            return digits.Length > 8 ? null : AsaAnswer.HexDigits(digits);
        }
    }
}
