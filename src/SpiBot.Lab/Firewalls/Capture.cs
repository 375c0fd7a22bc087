using System.Net;

namespace SpiBot.Lab.Firewalls;

/// <summary>A packet that a capture holds: when it came, as much of it as is kept, and what it is one of.</summary>
public sealed record CapturedFrame(DateTimeOffset At, byte[] Kept, DroppedPackets Of);

/// <summary>Of a capture: <c>match esp any host 198.51.100.1</c>, <c>match udp any host 198.51.100.1 eq 4500</c>. Null: any.</summary>
public sealed record CaptureMatch(string Protocol, IPAddress? Source, IPAddress? Destination, int? Port, string Text)
{
    public bool Fits(DroppedPackets packets) =>
        (Protocol is "ip" || Protocol == (packets.InUdp ? "udp" : "esp"))
        && (Source is null || Source.Equals(packets.Sender))
        && (Destination is null || Destination.Equals(packets.Receiver))
        && Port is null or 4500;
}

/// <summary>
/// A capture of what the data path drops for one reason: a global object of one unit, which outlives the session that set it. Full, it takes no more.
/// Without a match it takes all.
/// </summary>
public sealed class Capture(string name)
{
    public const int LeastBuffer = 1_534;
    public const int MostBuffer = 33_554_432;

    private readonly List<CapturedFrame> frames = [];

    public string Name { get; } = name;

    /// <summary>A keyword of <see cref="DropReason"/>; null as long as nobody has said of what it is: then it takes nothing.</summary>
    public string? DropKeyword { get; set; }

    public int BufferBytes { get; set; } = 524_288;

    public int PacketBytes { get; set; } = 1_518;

    public List<CaptureMatch> Matches { get; } = [];

    public IReadOnlyList<CapturedFrame> Frames => [.. frames.OrderBy(frame => frame.At)];

    public int Bytes { get; private set; }

    public void Take(string keyword, DroppedPackets packets)
    {
        if (keyword != DropKeyword || (Matches.Count > 0 && !Matches.Exists(match => match.Fits(packets))))
        {
            return;
        }

        for (long number = 0; number < packets.Count; number++)
        {
            var bytes = packets.BytesOf(number);
            var kept = bytes[..Math.Min(bytes.Length, PacketBytes)];
            if (Bytes + kept.Length > BufferBytes)
            {
                return;
            }

            Bytes += kept.Length;
            frames.Add(new CapturedFrame(packets.TimeOf(number), kept, packets));
        }
    }
}
