namespace SpiBot.Lab.Firewalls;

/// <summary>A message as the box keeps it: Cisco's severity (7 is debugging) and number, and the text behind them.</summary>
public sealed record SyslogMessage(DateTimeOffset At, int Severity, int Id, string Text)
{
    public override string ToString() => $"{At.UtcDateTime:MMM dd yyyy HH:mm:ss}: %ASA-{Severity}-{Id}: {Text}";
}

/// <summary>
/// The log buffer: a ring of some thousand bytes in memory, so that what a box writes all day pushes out what somebody looks for. Takes messages up to a severity.
/// </summary>
/// <param name="bytes"><c>logging buffer-size</c>.</param>
public sealed class SyslogBuffer(int bytes = SyslogBuffer.Default)
{
    /// <summary>The ASA's.</summary>
    public const int Default = 4096;

    private const int ShortestMessage = 60;
    private static readonly TimeSpan BetweenInvalidSpis = TimeSpan.FromSeconds(5);

    /// <summary>More than ever fit, of one kind, into the ring.</summary>
    private readonly int mostOfOneStretch = bytes / ShortestMessage;

    private readonly List<SyslogMessage> messages = [];
    private DateTimeOffset nextInvalidSpi = DateTimeOffset.MinValue;

    /// <summary>How many were ever written.</summary>
    public long Written { get; private set; }

    /// <summary>What is in the ring, oldest first.</summary>
    public IReadOnlyList<SyslogMessage> Messages
    {
        get
        {
            Trim();
            return messages;
        }
    }

    public void Add(SyslogMessage message, int level)
    {
        if (message.Severity > level)
        {
            return;
        }

        Written++;
        messages.Add(message);
        if (messages.Count > 8 * mostOfOneStretch)
        {
            Trim();
        }
    }

    /// <summary>402114 for the packets of a stretch of time: the first, and then at most one in five seconds, however many are dropped.</summary>
    public void AddInvalidSpi(DroppedPackets packets, int level)
    {
        var (from, to) = (packets.From, packets.To);
        var at = nextInvalidSpi > from ? nextInvalidSpi : from;
        var oldest = to - (BetweenInvalidSpis * mostOfOneStretch);
        at = at > oldest ? at : oldest;
        for (var left = packets.Count; left > 0 && at < to; at += BetweenInvalidSpis, left--)
        {
            var sequence = packets.FirstSequence + (long)(packets.Count * ((at - from) / (to - from)));
            Add(
                new SyslogMessage(
                    at,
                    4,
                    402114,
                    $"IPSEC: Received an ESP packet (SPI= 0x{packets.Spi:X8}, sequence number= 0x{sequence:X}) from {packets.Sender} to {packets.Receiver} with an invalid SPI."
                ),
                level
            );
            nextInvalidSpi = at + BetweenInvalidSpis;
        }
    }

    /// <summary>What a box writes anyway, at moments that do not depend on how often somebody looks.</summary>
    public void AddBackground(DateTimeOffset from, DateTimeOffset to, int level)
    {
        var first = BackgroundMessage.After(from);
        var enough = BackgroundMessage.After(to) - mostOfOneStretch;
        for (var tick = Math.Max(first, enough); BackgroundMessage.At(tick) <= to; tick++)
        {
            Add(BackgroundMessage.Of(tick), level);
        }
    }

    private void Trim()
    {
        // Flows are carried one after the other over the same stretch of time.
        var ordered = messages.OrderBy(m => m.At).ToList();
        messages.Clear();
        var taken = 0;
        var kept = ordered
            .AsEnumerable()
            .Reverse()
            .TakeWhile(m => (taken += m.ToString().Length + 2) <= bytes)
            .Reverse();
        messages.AddRange(kept);
    }
}
