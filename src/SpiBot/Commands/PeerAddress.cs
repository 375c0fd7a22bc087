using System.Net;
using System.Net.Sockets;

namespace SpiBot.Commands;

/// <summary>Reads an address strictly: the library also takes <c>203.0.113</c> and <c>1</c>, which at 3 a.m. are typos.</summary>
public static class PeerAddress
{
    public static IPAddress? Parse(string text)
    {
        if (!IPAddress.TryParse(text, out var address) || text.Contains('%') || text.Contains('['))
        {
            return null;
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text ? address : null;
    }

    /// <summary>True when the text was meant as an address, right or wrong: then it is no name.</summary>
    public static bool LooksLikeOne(string text) =>
        text.Contains(':') || (text.Length > 0 && text.All(c => char.IsAsciiDigit(c) || c == '.'));
}
