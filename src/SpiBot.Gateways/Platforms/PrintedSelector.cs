using System.Globalization;
using System.Net;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms;

/// <summary>Selectors as Linux and FortiOS print them.</summary>
internal static class PrintedSelector
{
    /// <summary><c>10.1.0.0/24</c>, <c>10.1.0.0/24[tcp/443]</c>, <c>10.1.0.1..10.1.0.9</c>, an address alone; null when it is none of these (<c>dynamic</c>).</summary>
    public static Selector? Cidr(string text)
    {
        var bracket = text.IndexOf('[');
        var network = bracket < 0 ? text : text[..bracket];
        var (protocol, ports) = ((byte)0, (string?)null);
        if (bracket >= 0)
        {
            var inside = text[(bracket + 1)..].TrimEnd(']').Split('/');
            if (Protocol(inside[0]) is not { } known)
            {
                return null;
            }

            (protocol, ports) = (known, inside.Length > 1 ? inside[1] : null);
        }

        if (network.Split("..") is [var from, var to])
        {
            return Range(from, to, protocol, ports);
        }

        return network.Split('/') switch
        {
            [var one] when IPAddress.TryParse(one, out var host) && one.IndexOfAny(['.', ':']) > 0 => Selector.Network(
                host,
                host.GetAddressBytes().Length * 8,
                protocol,
                ports
            ),
            [var address, var prefix] => Network(address, prefix, protocol, ports),
            _ => null,
        };
    }

    /// <summary><c>10.1.0.0/255.255.255.0</c>, <c>10.1.0.0-10.1.0.255</c>, an address alone.</summary>
    public static Selector? MaskOrRange(string text, byte protocol, string? ports)
    {
        if (text.Split('-') is [var from, var to])
        {
            return Range(from, to, protocol, ports);
        }

        return text.Split('/') switch
        {
            [var address, var mask] => Network(address, mask, protocol, ports),
            [var one] when IPAddress.TryParse(one, out var host) => new Selector(host, host, protocol, ports),
            _ => null,
        };
    }

    /// <summary>The selectors at the beginning of a text, which prose may follow; one that is null where none is printed as addresses.</summary>
    public static IReadOnlyList<Selector?> Several(string text)
    {
        var selectors = text.Split(' ').Select(Cidr).TakeWhile(selector => selector is not null).ToList();
        return selectors.Count > 0 ? selectors : [null];
    }

    /// <summary>Whether a network at the end of a text cannot have had more digits: <c>10.2.0.0/24</c>, but not <c>10.2.0.0/2</c>.</summary>
    public static bool IsWholeNetwork(string text)
    {
        var slash = text.LastIndexOf('/');
        return Cidr(text) is { PrefixLength: { } prefix } selector
            && slash > 0
            && (
                text.EndsWith(']') || text[slash..] == "/0" || prefix * 10 > selector.First.GetAddressBytes().Length * 8
            );
    }

    private static Selector? Range(string from, string to, byte protocol, string? ports) =>
        IPAddress.TryParse(from, out var first)
        && IPAddress.TryParse(to, out var last)
        && first.AddressFamily == last.AddressFamily
        && first.GetAddressBytes().AsSpan().SequenceCompareTo(last.GetAddressBytes()) <= 0
            ? new Selector(first, last, protocol, ports)
            : null;

    private static Selector? Network(string address, string mask, byte protocol, string? ports)
    {
        if (!IPAddress.TryParse(address, out var network))
        {
            return null;
        }

        if (int.TryParse(mask, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix))
        {
            return prefix <= network.GetAddressBytes().Length * 8
                ? Selector.Network(network, prefix, protocol, ports)
                : null;
        }

        if (!IPAddress.TryParse(mask, out var dotted) || dotted.AddressFamily != network.AddressFamily)
        {
            return null;
        }

        var (low, high) = (network.GetAddressBytes(), network.GetAddressBytes());
        var bits = dotted.GetAddressBytes();
        for (var i = 0; i < bits.Length; i++)
        {
            low[i] &= bits[i];
            high[i] |= (byte)(bits[i] ^ 0xff);
        }

        var selector = new Selector(new IPAddress(low), new IPAddress(high), protocol, ports);
        return selector.PrefixLength is null ? null : selector;
    }

    private static byte? Protocol(string name) =>
        name switch
        {
            "icmp" => 1,
            "tcp" => 6,
            "udp" => 17,
            "gre" => 47,
            "ipv6-icmp" => 58,
            _ => byte.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
        };
}
