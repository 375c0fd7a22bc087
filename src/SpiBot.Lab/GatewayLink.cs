using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SpiBot.Lab;

/// <summary>How far away a gateway is: how late it answers a line, and in how small pieces. Null pieces: in one.</summary>
public sealed record GatewayLink(string Gateway, TimeSpan Latency, int? FragmentSize)
{
    /// <summary><c>hq-fw1=200</c>, <c>hq-fw1=200,64</c>: milliseconds, and the most bytes that come at once.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out GatewayLink? link)
    {
        link = null;
        if (
            text.Split('=') is not [{ Length: > 0 } gateway, var values]
            || values.Split(',') is not [var latency, .. var more]
            || !int.TryParse(latency, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        )
        {
            return false;
        }

        int? size = null;
        if (
            more is [var bytes]
            && int.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out var most)
            && most > 0
        )
        {
            size = most;
        }
        else if (more is not [])
        {
            return false;
        }

        link = new GatewayLink(gateway, TimeSpan.FromMilliseconds(milliseconds), size);
        return true;
    }
}
