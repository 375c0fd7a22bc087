using System.Net;

namespace SpiBot.Tunnels;

/// <summary>
/// What a box's data path really works with (<c>show asp table vpn-context detail</c>): one context for each SA and direction, with the SPI in it. Where it disagrees
/// with the listing of SAs, one of the two is stale. As part of a reading, only what <see cref="OfTunnel"/> keeps.
/// <see cref="Complete"/> is false when the text was cut: then an absent context means nothing.
/// </summary>
public sealed record DataPath(IReadOnlyList<DataPathContext> Contexts, bool Complete = true)
{
    /// <summary>The contexts with this SPI, in this direction or where the text does not say the direction.</summary>
    public IEnumerable<DataPathContext> With(Spi spi, SaDirection direction) =>
        Contexts.Where(context =>
            spi.Equals(context.Spi) && (context.Direction is null || context.Direction == direction)
        );

    /// <summary>
    /// Those that are of this tunnel: the SPI is one that the reading lists, or the address is the peer's, or lies in a network behind the peer. A context prints
    /// sometimes one and sometimes the other, so the address alone says too little: a default route as a selector takes nothing in.
    /// </summary>
    public DataPath OfTunnel(TunnelReading reading)
    {
        var spis = reading.Tunnels.SelectMany(t => t.Inbound.Concat(t.Outbound)).Select(sa => sa.Spi).ToHashSet();
        var behind = reading
            .Tunnels.Select(t => t.RemoteSelector)
            .OfType<Selector>()
            .Where(s => s.PrefixLength is not 0)
            .ToList();
        return this with
        {
            Contexts =
            [
                .. Contexts.Where(context =>
                    (context.Spi is { } spi && spis.Contains(spi))
                    || (
                        IPAddress.TryParse(context.Address, out var at)
                        && (at.Equals(reading.Peer) || behind.Exists(network => network.Contains(at)))
                    )
                ),
            ],
        };
    }
}

/// <summary>The direction of an SA, seen from the box that lists it.</summary>
public enum SaDirection
{
    /// <summary>It decrypts what arrives; the box chose its SPI.</summary>
    Inbound,

    /// <summary>It encrypts what is sent; the peer chose its SPI.</summary>
    Outbound,
}

/// <summary>
/// One context of the data path. <see cref="Id"/> is its number (<c>packet-tracer</c> prints it as user_data). <see cref="Address"/> is behind <c>Peer IP</c>: the
/// peer, or an address of its side's networks, so it alone does not name a tunnel. <see cref="State"/> and <see cref="Flags"/> are the box's words (<c>UP</c>,
/// <c>UP+DIP</c>; <c>DECR+ESP+NATT</c>). <see cref="Packets"/> went through it; the rest are packets that it refused, by the reason. What the text does not say is null.
/// </summary>
public sealed record DataPathContext(
    long Id,
    string? Address,
    SaDirection? Direction,
    Spi? Spi,
    string? State = null,
    string? Flags = null,
    long? Packets = null,
    long? BadPackets = null,
    long? BadSpi = null,
    long? Spoofed = null,
    long? BadCrypto = null
);
