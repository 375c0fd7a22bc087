using System.Buffers.Binary;
using System.Net;

namespace SpiBot.Lab.Firewalls;

/// <summary>
/// Crypto debug of one unit (facts 2): the condition is the whole box's, what is switched on is each session's. What is said lasts as long as somebody could be
/// listening, and no longer.
/// </summary>
public sealed class CryptoDebug
{
    private const int MostKept = 2_000;
    private static readonly TimeSpan BetweenNotifies = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WorthKeeping = TimeSpan.FromMinutes(2);

    private readonly List<DebugMessage> messages = [];
    private DateTimeOffset nextNotify = DateTimeOffset.MinValue;
    private long forgotten;

    /// <summary>Peers that debug is filtered by; none: everything is shown.</summary>
    public List<IPAddress> Peers { get; } = [];

    /// <summary>Whether debug goes into the log, to whoever reads that (<c>logging debug-trace</c>).</summary>
    public bool IntoLog { get; set; }

    /// <summary>The number behind the last message.</summary>
    public long End => forgotten + messages.Count;

    public IEnumerable<DebugMessage> From(long number) =>
        messages
            .Skip((int)Math.Max(0, number - forgotten))
            .Where(message => Peers.Count == 0 || Peers.Contains(message.Peer));

    /// <summary>A packet came whose SPI nobody knows: IKEv2 tells the peer; the platform's line has the SPI's bytes the other way round (CSCvx23833).</summary>
    public void AddInvalidSpi(DroppedPackets packets, VpnPeer peer)
    {
        var at = nextNotify > packets.From ? nextNotify : packets.From;
        var oldest = packets.To - WorthKeeping;
        at = at > oldest ? at : oldest;
        for (var left = packets.Count; left > 0 && at < packets.To; at += BetweenNotifies, left--)
        {
            nextNotify = at + BetweenNotifies;
            if (peer.IkeVersion == 2)
            {
                var swapped = BinaryPrimitives.ReverseEndianness(packets.Spi);
                Add(
                    new(
                        at,
                        peer.Address,
                        "ikev2 platform",
                        4,
                        $"IKEv2-PLAT-4: Received PFKEY Invalid SPI for SPI 0x{swapped:X8}, error FALSE"
                    )
                );
                Add(
                    new(
                        at,
                        peer.Address,
                        "ikev2 protocol",
                        4,
                        $"IKEv2-PROTO-4: ({(peer.IkeSas.Count > 0 ? peer.IkeSas[^1].TunnelId % 1000 : 0)}): Sending INVALID_SPI notify"
                    )
                );
            }

            Add(
                new(
                    at,
                    peer.Address,
                    "ipsec",
                    1,
                    $"IPSEC: Received ESP packet with unknown SPI 0x{packets.Spi:X8} from {packets.Sender}"
                )
            );
        }
    }

    /// <summary>A pair of SAs came to be at this end, or ended.</summary>
    public void AddPair(DateTimeOffset at, VpnPeer peer, SaPair pair, bool created)
    {
        var (from, to) = created ? ("embryonic", "active") : ("active", "dead");
        Add(
            new(
                at,
                peer.Address,
                "ipsec",
                1,
                $"IPSEC DEBUG: Inbound SA (SPI 0x{pair.InboundSpi:X8}) state change from {from} to {to}"
            )
        );
        Add(
            new(
                at,
                peer.Address,
                "ipsec",
                1,
                $"IPSEC DEBUG: Outbound SA (SPI 0x{pair.OutboundSpi:X8}) state change from {from} to {to}"
            )
        );
        if (peer.IkeVersion == 1)
        {
            var who = $"Group = {peer.Address}, IP = {peer.Address}";
            Add(
                new(
                    at,
                    peer.Address,
                    "ikev1",
                    5,
                    created
                        ? $"{AsaStamp(at)} [IKEv1]{who}, PHASE 2 COMPLETED (msgid={pair.ConnectionId:x8})"
                        : $"{AsaStamp(at)} [IKEv1 DEBUG]{who}, IKE Deleting SA: Remote Proxy, Local Proxy"
                )
            );
        }
        else if (!created)
        {
            var swapped = BinaryPrimitives.ReverseEndianness(pair.InboundSpi);
            Add(
                new(
                    at,
                    peer.Address,
                    "ikev2 platform",
                    4,
                    $"IKEv2-PLAT-4: Received PFKEY delete SA for SPI 0x{swapped:X8} error FALSE"
                )
            );
        }
    }

    public void Add(DebugMessage message)
    {
        messages.Add(message);
        if (messages.Count > MostKept)
        {
            forgotten += MostKept / 2;
            messages.RemoveRange(0, MostKept / 2);
        }
    }

    private static string AsaStamp(DateTimeOffset at) =>
        at.UtcDateTime.ToString("MMM dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
}
