using System.Net;
using System.Net.Sockets;
using System.Text.Json.Serialization;

namespace SpiBot.Tunnels;

/// <summary>
/// One side of what an SA protects: addresses (a network, or any inclusive range as IKEv2 has them), a protocol (0 = any)
/// and ports (null = any; otherwise as printed: <c>443</c> or <c>0-65535</c> joined by a hyphen). Both addresses are of one family, First is not after Last.
/// </summary>
public sealed record Selector
{
    /// <exception cref="ArgumentException">The addresses are of two families, or in the wrong order.</exception>
    [JsonConstructor]
    public Selector(IPAddress first, IPAddress last, byte protocol = 0, string? ports = null)
    {
        if (first.AddressFamily != last.AddressFamily || Compare(first, last) > 0)
        {
            throw new ArgumentException($"not a range: {first} to {last}", nameof(last));
        }

        (First, Last, Protocol, Ports) = (first, last, protocol, ports);
    }

    public IPAddress First { get; }

    public IPAddress Last { get; }

    public byte Protocol { get; }

    public string? Ports { get; }

    /// <summary>The network that holds this address; bits behind the prefix are taken away.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The prefix is longer than the address.</exception>
    public static Selector Network(IPAddress address, int prefixLength, byte protocol = 0, string? ports = null)
    {
        Span<byte> low = stackalloc byte[LengthOf(address)];
        address.TryWriteBytes(low, out _);
        ArgumentOutOfRangeException.ThrowIfNegative(prefixLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefixLength, low.Length * 8);
        Span<byte> high = stackalloc byte[low.Length];
        low.CopyTo(high);
        for (var bit = prefixLength; bit < low.Length * 8; bit++)
        {
            var mask = (byte)(0x80 >> (bit % 8));
            low[bit / 8] &= (byte)(mask ^ 0xff);
            high[bit / 8] |= mask;
        }

        return new Selector(new IPAddress(low), new IPAddress(high), protocol, ports);
    }

    /// <summary>The prefix length when the range is exactly a network, else null.</summary>
    [JsonIgnore]
    public int? PrefixLength
    {
        get
        {
            Span<byte> first = stackalloc byte[LengthOf(First)];
            Span<byte> last = stackalloc byte[first.Length];
            First.TryWriteBytes(first, out _);
            Last.TryWriteBytes(last, out _);
            var prefix = 0;
            while (prefix < first.Length * 8 && Bit(first, prefix) == Bit(last, prefix))
            {
                prefix++;
            }

            for (var bit = prefix; bit < first.Length * 8; bit++)
            {
                if (Bit(first, bit) || !Bit(last, bit))
                {
                    return null;
                }
            }

            return prefix;
        }
    }

    /// <summary>The addresses alone: <c>10.1.0.0/24</c>, or <c>10.1.0.1-10.1.0.9</c> where no network fits.</summary>
    [JsonIgnore]
    public string Addresses => PrefixLength is { } prefix ? $"{First}/{prefix}" : $"{First}-{Last}";

    /// <summary>Whether the address is one of these, whatever the protocol and ports.</summary>
    public bool Contains(IPAddress address) =>
        address.AddressFamily == First.AddressFamily && Compare(First, address) <= 0 && Compare(address, Last) <= 0;

    /// <summary>For people: <c>10.1.0.0/24</c>, <c>10.1.0.0/24 tcp 443</c>.</summary>
    public override string ToString()
    {
        var protocol = Protocol switch
        {
            0 => "",
            1 => " icmp",
            6 => " tcp",
            17 => " udp",
            47 => " gre",
            _ => $" protocol {Protocol}",
        };
        return Addresses + protocol + (Ports is null ? "" : " " + Ports);
    }

    private static bool Bit(ReadOnlySpan<byte> bytes, int index) => (bytes[index / 8] & (0x80 >> (index % 8))) != 0;

    private static int LengthOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 4 : 16;

    /// <summary>Both of one family.</summary>
    private static int Compare(IPAddress a, IPAddress b)
    {
        Span<byte> first = stackalloc byte[LengthOf(a)];
        Span<byte> second = stackalloc byte[first.Length];
        a.TryWriteBytes(first, out _);
        b.TryWriteBytes(second, out _);
        return first.SequenceCompareTo(second);
    }
}
