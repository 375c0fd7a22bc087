using System.Globalization;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.FortiOs;

/// <summary>Ends and networks of a tunnel as FortiOS prints them.</summary>
internal static class FortiOsText
{
    /// <summary><c>198.51.100.1:4500</c>, IPv6 too; port 0 stands for none.</summary>
    public static (string Address, int? Port) Endpoint(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon >= 0 && AsaAnswer.Number(text.AsSpan(colon + 1)) is > 0 and <= ushort.MaxValue and var port
            ? (text[..colon], (int)port)
            : (text[..Math.Max(colon, 0)], null);
    }

    /// <summary><c>0:10.1.0.0/255.255.255.0:0</c> (protocol, network, port); null where there are several, and prose may follow.</summary>
    public static Selector? Network(string text)
    {
        var networks = text.Split(' ').Select(One).TakeWhile(one => one is not null).Take(2).ToList();
        return networks is [var only] ? only : null;
    }

    private static Selector? One(string text)
    {
        var (first, last) = (text.IndexOf(':'), text.LastIndexOf(':'));
        return
            last > first
            && byte.TryParse(text[..first], NumberStyles.None, CultureInfo.InvariantCulture, out var protocol)
            && ushort.TryParse(text[(last + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? PrintedSelector.MaskOrRange(text[(first + 1)..last], protocol, port == 0 ? null : $"{port}")
            : null;
    }
}
