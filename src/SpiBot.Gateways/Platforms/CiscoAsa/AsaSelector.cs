using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>The two ways in which an ASA prints a selector.</summary>
internal static class AsaSelector
{
    /// <summary>Of the masks of IPv4 networks, as a box prints them.</summary>
    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> PrefixLengths = Enumerable
        .Range(0, 33)
        .ToFrozenDictionary(
            prefix => Selector.Network(IPAddress.Broadcast, prefix).First.ToString(),
            StringComparer.Ordinal
        )
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// <c>(10.1.0.0/255.255.255.0/0/0)</c>, with ports <c>(0.0.0.0/0.0.0.0/6/0 - 65535)</c>, for IPv6 with a prefix length or a mask. Port 0 means any.
    /// </summary>
    /// <param name="selector">Null when the address is a name, or the mask is no network's.</param>
    /// <returns>False when the text has not this form.</returns>
    public static bool TryIdent(ReadOnlySpan<char> ident, out Selector? selector)
    {
        selector = null;
        if (ident is not ['(', .. var inside, ')'])
        {
            return false;
        }

        Span<Range> parts = stackalloc Range[5];
        if (
            inside.Split(parts, '/') != 4
            || inside[parts[0]].IsEmpty
            || Protocol(inside[parts[2]].Trim()) is not { } protocol
            || !TryPorts(inside[parts[3]].Trim(), out var ports)
        )
        {
            return false;
        }

        if (
            IPAddress.TryParse(inside[parts[0]].Trim(), out var address)
            && PrefixLength(inside[parts[1]].Trim(), address.AddressFamily) is { } prefix
        )
        {
            selector = Selector.Network(address, prefix, protocol, ports);
        }

        return true;
    }

    /// <summary>The name in the place of the address in <c>(HQ-LAN/255.255.255.0/0/0)</c>; null where an address stands there, or nothing.</summary>
    public static string? NameIn(ReadOnlySpan<char> ident) =>
        ident is ['(', .. var inside, ')']
        && inside.IndexOf('/') is > 0 and var slash
        && inside[..slash].Trim() is { IsEmpty: false } first
        && !IPAddress.TryParse(first, out _)
            ? first.ToString()
            : null;

    /// <summary>The same with the name's address in its place.</summary>
    public static Selector? WithAddress(string named, IPAddress address)
    {
        var inside = named[named.IndexOf('/')..];
        return TryIdent($"({address}{inside}", out var selector) ? selector : null;
    }

    /// <summary><c>10.1.0.0/0 - 10.1.0.255/65535</c> of the IKEv2 table: first address and port, last address and port.</summary>
    public static Selector? Range(ReadOnlySpan<char> range)
    {
        Span<Range> ends = stackalloc Range[3];
        if (
            range.Split(ends, '-') != 2
            || !TryEnd(range[ends[0]], out var first, out var firstPort)
            || !TryEnd(range[ends[1]], out var last, out var lastPort)
            || !IsRange(first, last)
        )
        {
            return null;
        }

        var ports =
            (firstPort, lastPort) is (0, ushort.MaxValue) ? null
            : firstPort == lastPort ? $"{firstPort}"
            : $"{firstPort}-{lastPort}";
        return new Selector(first, last, protocol: 0, ports);
    }

    /// <summary>Whether that has both its ends, though names or something masked may stand in them.</summary>
    public static bool HasBothEnds(ReadOnlySpan<char> range) =>
        range.IndexOf(" - ", StringComparison.Ordinal) is > 0 and var dash
        && HasPort(range[..dash])
        && HasPort(range[(dash + " - ".Length)..]);

    private static bool HasPort(ReadOnlySpan<char> end) =>
        end.LastIndexOf('/') is > 0 and var slash && AsaAnswer.Number(end[(slash + 1)..].Trim()) is not null;

    private static bool IsRange(IPAddress first, IPAddress last)
    {
        Span<byte> low = stackalloc byte[16];
        Span<byte> high = stackalloc byte[16];
        return first.TryWriteBytes(low, out var length)
            && last.TryWriteBytes(high, out var other)
            && length == other
            && low[..length].SequenceCompareTo(high[..length]) <= 0;
    }

    private static bool TryEnd(ReadOnlySpan<char> end, out IPAddress address, out ushort port)
    {
        var slash = end.LastIndexOf('/');
        port = 0;
        address = IPAddress.None;
        return slash > 0
            && IPAddress.TryParse(end[..slash].Trim(), out address!)
            && ushort.TryParse(end[(slash + 1)..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out port);
    }

    private static byte? Protocol(ReadOnlySpan<char> text) =>
        byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var protocol)
            ? protocol
            : text.ToString().ToLowerInvariant() switch
            {
                "ip" => 0,
                "icmp" => 1,
                "tcp" => 6,
                "udp" => 17,
                "gre" => 47,
                _ => null,
            };

    private static bool TryPorts(ReadOnlySpan<char> text, out string? ports)
    {
        ports = null;
        return text is "0" || TryPorts(text.ToString(), out ports);
    }

    private static bool TryPorts(string text, out string? ports)
    {
        var ends = text.Split('-');
        ports = string.Join('-', ends.Select(end => end.Trim()));
        return ends.Length <= 2
            && ends.All(end => ushort.TryParse(end.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out _));
    }

    private static int? PrefixLength(ReadOnlySpan<char> mask, AddressFamily family)
    {
        var bits = family == AddressFamily.InterNetwork ? 32 : 128;
        if (AsaAnswer.Number(mask) is { } number)
        {
            return number <= bits ? (int)number : null;
        }

        if (family == AddressFamily.InterNetwork && PrefixLengths.TryGetValue(mask, out var known))
        {
            return known;
        }

        if (!IPAddress.TryParse(mask, out var address) || address.AddressFamily != family)
        {
            return null;
        }

        var prefix = 0;
        var ended = false;
        Span<byte> octets = stackalloc byte[bits / 8];
        address.TryWriteBytes(octets, out _);
        foreach (var octet in octets)
        {
            for (var bit = 0x80; bit > 0; bit >>= 1)
            {
                var set = (octet & bit) != 0;
                if (set && ended)
                {
                    return null;
                }

                ended |= !set;
                prefix += set ? 1 : 0;
            }
        }

        return prefix;
    }
}
