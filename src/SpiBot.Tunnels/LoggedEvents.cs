using System.Net;

namespace SpiBot.Tunnels;

/// <summary>
/// A message of a box's log buffer about its tunnels. <see cref="Id"/> and <see cref="Severity"/> (0-7, 7 is debugging) are Cisco's; <see cref="Text"/> is what
/// stands behind them. <see cref="Local"/> is the time the box wrote before it, by its own clock; null when it writes none, or one
/// without a year; <see cref="IsUtc"/> when it says that this is UTC.
/// <see cref="Mnemonic"/> is the message's own name where the platform has names in place of numbers (IOS); <see cref="Id"/> is then the ASA's of the same meaning.
/// </summary>
public sealed record LoggedEvent(
    int Id,
    int Severity,
    DateTime? Local,
    bool IsUtc,
    string Text,
    Spi? Spi = null,
    Spi? OutboundSpi = null,
    string? From = null,
    string? To = null,
    string? Direction = null,
    string? User = null,
    string? CommandLine = null,
    string? Mnemonic = null
)
{
    /// <summary>An ESP packet came whose SPI no SA has. Written at most once in 5 s: it tells who and which, not how many.</summary>
    public const int InvalidSpi = 402114;

    public const int SaCreated = 602303;

    public const int SaDeleted = 602304;

    public const int CommandExecuted = 111008;

    /// <summary>The sender; null where the box printed a name.</summary>
    public IPAddress? FromAddress => IPAddress.TryParse(From, out var address) ? address : null;
}

/// <summary>
/// The log buffer's messages that were asked for, oldest first. <see cref="Level"/> is the highest severity number that the buffer takes (4 is
/// warnings): a message that is absent means something only if the buffer would have taken it. Null: not told, or set by a list of messages.
/// <see cref="On"/> false: nothing is written to the buffer.
/// </summary>
public sealed record LoggedEvents(bool On, int? Level, IReadOnlyList<LoggedEvent> Events)
{
    /// <summary>Messages of this severity are kept, for the short time that a buffer keeps anything.</summary>
    public bool Takes(int severity) => On && Level >= severity;

    /// <summary>When it was by our clock, told by the <c>show clock</c> of the reading it came with; null when that cannot be said.</summary>
    public static DateTimeOffset? OurTime(LoggedEvent logged, GatewayReading box)
    {
        if (logged.Local is not { } local)
        {
            return null;
        }

        var clock = box.Clock.Value;
        // A box that writes UTC and whose own is not known is believed to be right.
        var now = logged.IsUtc ? clock?.Utc?.UtcDateTime ?? box.TakenAt.UtcDateTime : clock?.Local;
        // A time that far off is no time of this clock.
        return now - local is { } ago && ago.Duration() < Longest ? box.TakenAt - ago : null;
    }

    private static readonly TimeSpan Longest = TimeSpan.FromDays(400);
}
