using System.Net;
using SpiBot.Tunnels.History;

namespace SpiBot.Tunnels.Diagnosis;

/// <summary>
/// One sender and one SPI that a box's log names as dropped (402114; on IOS RECVD_PKT_INV_SPI), or that a trace of the dropped packets shows. The log takes one message in five seconds, or in a
/// minute, and of a trace the first packets are read, so <see cref="Times"/> is no measure of how much. Times are by our clock; null where the messages tell none.
/// </summary>
internal sealed record DropWitness(
    TunnelEnd Dropper,
    Spi Spi,
    string From,
    int Times,
    DateTimeOffset? First,
    DateTimeOffset? Last,
    string Message
)
{
    /// <summary>A message this much older than the first look still speaks of what goes on now.</summary>
    private static readonly TimeSpan StillNow = TimeSpan.FromMinutes(1);

    private const string Trace = "trace";

    /// <summary>All that a trace on an end shows and its log names, at both looks together, the latest first.</summary>
    public static IReadOnlyList<DropWitness> At(TunnelEnd? end) =>
        end is null ? [] : [.. Traced(end).Concat(InLog(end)).OrderByDescending(witness => witness.Last)];

    /// <summary>Who says so: the beginning of a sentence that goes on with what is dropped.</summary>
    public string Names => Dropper.Gateway + (Message == Trace ? "'s trace shows" : "'s log names");

    /// <summary>Until when this end accepted the SPI, as its log tells (602304) or told when it was read before; null when it does not.</summary>
    public static DateTimeOffset? LoggedUntil(TunnelEnd end, Spi spi) =>
        Logged(end, LoggedEvent.SaDeleted)
            .Where(logged => logged.Event.Spi == spi && logged.Event.Direction is null or "inbound")
            .Max(logged => logged.At)
        ?? end.History?.LivesOf(spi)
            .Where(life => life is { Inbound: true, Gone.IsExact: true })
            .Max(life => (DateTimeOffset?)life.Gone!.NoLaterThan);

    /// <summary>Until when this end accepted the SPI, as its log or what is remembered of it tells; null when neither does.</summary>
    public static Moment? AcceptedUntil(TunnelEnd end, Spi spi) =>
        LoggedUntil(end, spi) is { } logged ? Moment.Exactly(logged) : Remembered(end, spi)?.Gone;

    private static SpiLife? Remembered(TunnelEnd end, Spi spi) =>
        end.History?.LivesOf(spi).FirstOrDefault(life => life is { Inbound: true, Gone: not null });

    /// <summary>The peer that the dropping end was asked about is the sender.</summary>
    public bool IsFromPeer => Same(From, Dropper.Latest.Peer);

    /// <summary>It was written between the looks, or shortly before.</summary>
    public bool IsNow => Last >= (Dropper.Earlier ?? Dropper.Latest).TakenAt - StillNow;

    /// <summary>Whether the log of an end, were it silent, would mean anything; null when it would, else why not.</summary>
    public static string? WhyNoWitness(TunnelEnd end) =>
        end.Latest.Trace.Value is { } trace
            ? $"{(trace.To - trace.From).TotalSeconds:0} s of a trace on {end.Gateway} show no packet of it"
            : end.Latest.Log switch
            {
                { Value: null } unread => $"{end.Gateway}'s log was not read: {unread.NotRead}",
                { Value.On: false } =>
                    $"{end.Gateway} writes no log buffer, where message 402114 would name the sender",
                { Value.Level: null } => $"which messages {end.Gateway}'s log buffer takes is not known",
                { Value: var log } when !log.Takes(4) =>
                    $"{end.Gateway}'s log buffer does not take message 402114, which names the sender (it needs level warnings)",
                _ => null,
            };

    /// <summary>What is known of the SPI: who has or had it, as far as both looks and the logs tell. Null when nobody is known to have had it.</summary>
    public string? WhoseSpi(Examination examination) => WhoSends(examination) ?? WhoAccepts();

    /// <summary>Where the sender's own listing has the SPI.</summary>
    public string? WhoSends(Examination examination)
    {
        var other = Dropper == examination.Ours ? examination.Theirs : examination.Ours;
        if (IsFromPeer && other is not null && Sends(other.Latest))
        {
            return $"{other.Gateway} sends with {Spi.Digits} now";
        }

        return IsFromPeer && other is { Earlier: { } before } && Sends(before)
            ? $"{other.Gateway} sent with {Spi.Digits} at the first look"
            : null;
    }

    private string? WhoAccepts()
    {
        if (Accepts(Dropper.Latest))
        {
            return $"{Dropper.Gateway} accepts {Spi.Digits} by now";
        }

        return AcceptedUntil(Dropper, Spi) is { } until
                ? $"{Spi.Digits} was {Dropper.Gateway}'s own {until.UntilInWords(Dropper.Latest.TakenAt)}{Replaced()}"
            : Dropper.Earlier is { } earlier && Accepts(earlier)
                ? $"{Dropper.Gateway} still accepted {Spi.Digits} at the first look"
            : null;
    }

    private string Replaced() =>
        Dropper.History is { } history
        && Remembered(Dropper, Spi) is { } life
        && Rekeys.Of(history, life) is { New: var young }
            ? $" and replaced by {young.Digits}"
            : "";

    private static IEnumerable<DropWitness> Traced(TunnelEnd end) =>
        end.Latest.Trace.Value is { } trace
            ? trace.Senders.Select(sender => new DropWitness(
                end,
                sender.Spi,
                sender.Source.ToString(),
                sender.Packets,
                trace.From,
                trace.To,
                Trace
            ))
            : [];

    private static IEnumerable<DropWitness> InLog(TunnelEnd end) =>
        Logged(end, LoggedEvent.InvalidSpi)
            .Where(logged => logged.Event is { Spi: not null, From: not null })
            .GroupBy(logged => (Spi: logged.Event.Spi!, From: Sender(logged.Event)))
            .Select(group => new DropWitness(
                end,
                group.Key.Spi,
                group.Key.From,
                group.Count(),
                group.Min(logged => logged.At),
                group.Max(logged => logged.At),
                group.First().Event.Mnemonic ?? $"{LoggedEvent.InvalidSpi}"
            ));

    private bool Sends(TunnelReading reading) =>
        reading.Tunnels.Any(t => t.Sending == Spi || t.Outbound.Any(sa => sa.Spi == Spi));

    private bool Accepts(TunnelReading reading) => reading.Tunnels.Any(t => t.Accepting.Contains(Spi));

    private static string Sender(LoggedEvent logged) => logged.FromAddress?.ToString() ?? logged.From!;

    private static bool Same(string from, IPAddress peer) =>
        IPAddress.TryParse(from, out var address) && Plain(address).Equals(Plain(peer));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>The messages of one kind at both looks: what was there at both counts once.</summary>
    private static IEnumerable<(LoggedEvent Event, DateTimeOffset? At)> Logged(TunnelEnd end, int id)
    {
        var seen = new HashSet<LoggedEvent>();
        foreach (var reading in new[] { end.Earlier, end.Latest }.OfType<TunnelReading>())
        {
            foreach (var logged in reading.Log.Value?.Events ?? [])
            {
                if (logged.Id == id && seen.Add(logged))
                {
                    yield return (logged, LoggedEvents.OurTime(logged, reading.Box));
                }
            }
        }
    }
}
