using SpiBot.Tunnels.Comparison;
using SpiBot.Tunnels.History;

namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>
/// One end sends with an SPI that the other no longer accepts, and the sender is the one that is behind. Seen from our
/// end that is one of two causes, told apart by which end it is; what can be said of it is the same.
/// </summary>
internal sealed class StaleSender
{
    private readonly bool agedByDropsOnly;
    private readonly bool silent;
    private readonly IReadOnlyList<DropWitness> witnesses;
    private readonly Moment? endedAt;

    private StaleSender(Examination examination, SelectorComparison row, bool isTheirs, bool agedByDropsOnly)
    {
        Row = row;
        this.agedByDropsOnly = agedByDropsOnly;
        (Direction, Other) = isTheirs ? (row.Incoming, row.Outgoing) : (row.Outgoing, row.Incoming);
        (Sender, Receiver) = isTheirs
            ? (examination.Theirs!, examination.Ours)
            : (examination.Ours, examination.Theirs!);
        var (ours, theirs) = (examination.OurTraffic(row), examination.TheirTraffic(row));
        (SenderTraffic, ReceiverTraffic) = isTheirs ? (theirs, ours) : (ours, theirs);
        ReceiverDrops = isTheirs ? examination.OurDrops : examination.TheirDrops!;
        SenderDrops = isTheirs ? examination.TheirDrops! : examination.OurDrops;
        Persists = examination.WasSoBefore(Direction);
        silent = SenderTraffic.Sent == 0;
        witnesses = DropWitness.At(Receiver);
        endedAt = Direction.Sends is { } sent ? DropWitness.AcceptedUntil(Receiver, sent) : null;
    }

    public SelectorComparison Row { get; }

    /// <summary>The broken direction.</summary>
    public DirectionComparison Direction { get; }

    public DirectionComparison Other { get; }

    /// <summary>The end that is behind.</summary>
    public TunnelEnd Sender { get; }

    public TunnelEnd Receiver { get; }

    public Traffic SenderTraffic { get; }

    public Traffic ReceiverTraffic { get; }

    public DropRate ReceiverDrops { get; }

    public DropRate SenderDrops { get; }

    public IkeView ReceiverIke => IkeView.Of(Receiver.Latest);

    /// <summary>Seen at both looks with the same SPI.</summary>
    public bool Persists { get; }

    /// <summary>Packets are being dropped for it: at the receiver, or at the sender where both directions are broken.</summary>
    public bool Drops =>
        ReceiverDrops.Dropped > 0 || (Other.Verdict == DirectionVerdict.NoMatch && SenderDrops.Dropped > 0);

    /// <summary>No drop counter to go by, but what one end sends does not arrive at the other, or has no SA there to arrive with.</summary>
    public bool Vanishes =>
        ReceiverDrops.Dropped is null
        && SenderTraffic.Sent > 0
        && (ReceiverTraffic.Arrived == 0 || Row.Because == StaleBecause.OtherHasNone);

    /// <summary>The receiver's log names this sender and this SPI as dropped: no other box's packets, no other SA.</summary>
    public DropWitness? Witness => witnesses.FirstOrDefault(w => w.IsFromPeer && w.Spi == Direction.Sends);

    /// <summary>Seen twice, and it costs packets: only then is a clear worth proposing.</summary>
    public bool IsWorthAClear => Persists && (Drops || Vanishes);

    public Confidence Confidence =>
        !Persists || !(Drops || Vanishes) ? Confidence.Low
        : Witness is null ? WithoutWitness
        // That the packets are lost is then proven; which end is behind only where the receiver is known to have had the SA.
        : agedByDropsOnly && endedAt is null ? Confidence.Medium
        : Confidence.High;

    private Confidence WithoutWitness =>
        agedByDropsOnly ? Confidence.Low
        : Row.Because == StaleBecause.Lifetimes || !Drops ? Confidence.Medium
        : Confidence.High;

    /// <summary>The rows where that end is behind, the surest first.</summary>
    public static IReadOnlyList<StaleSender> In(Examination examination, bool theirs)
    {
        if (!examination.BothEndsSeen)
        {
            return [];
        }

        List<StaleSender> found = [];
        foreach (var row in examination.Comparison)
        {
            var direction = theirs ? row.Incoming : row.Outgoing;
            if (direction.Verdict != DirectionVerdict.NoMatch)
            {
                continue;
            }

            var told = theirs
                ? row.Verdict is SelectorVerdict.TheyAreStale or SelectorVerdict.MissingHere
                : row.Verdict is SelectorVerdict.WeAreStale or SelectorVerdict.MissingThere;
            if (told || (row.Verdict == SelectorVerdict.Differ && DropsPointAt(examination, row, theirs)))
            {
                found.Add(new StaleSender(examination, row, theirs, agedByDropsOnly: !told));
            }
        }

        return [.. found.OrderByDescending(f => f.Confidence)];
    }

    public IReadOnlyList<EvidenceLine> Evidence() =>
        [
            .. Said.Drops(Receiver),
            .. Other.Verdict == DirectionVerdict.NoMatch ? Said.Drops(Sender) : [],
            .. Said.Witnesses(witnesses.OrderByDescending(w => w == Witness)),
            .. Said.Deleted(Receiver, Direction.Sends),
            .. Said.Sends(Sender, Direction.Sends),
            .. Said.Accepts(Receiver, new[] { Row.Ours, Row.Theirs }.FirstOrDefault(IsReceiver)),
            .. Other.Verdict == DirectionVerdict.NoMatch ? Said.Sends(Receiver, Other.Sends) : [],
            .. Said.Packets(Receiver, ReceiverSelectors.Local, ReceiverSelectors.Remote),
            .. Said.Packets(Sender, ReceiverSelectors.Remote, ReceiverSelectors.Local),
            .. Said.Ike(Receiver),
            .. Said.Ike(Sender),
            .. Restart.Of(Receiver)?.Evidence() ?? [],
        ];

    public string Headline => $"{Sender.Gateway} sends with an SPI that {Receiver.Gateway} no longer knows";

    /// <summary>What is seen, and how sure that makes us.</summary>
    public string Why()
    {
        List<string> said =
        [
            $"{Sender.Gateway} sent with {Direction.Sends?.Digits} {(Persists ? "at both looks" : "at the last look")}, and {Receiver.Gateway} {Accepts()}.",
        ];
        if (ReceiverDrops.Dropped > 0)
        {
            said.Add($"{Receiver.Gateway} drops {Said.Rate(ReceiverDrops)} for an invalid SPI now.");
        }

        if (Witness is not null)
        {
            said.Add($"{Witness.Names} these packets: {Direction.Sends?.Digits} from {Witness.From}.");
        }

        if (endedAt is { } until)
        {
            said.Add(
                $"{Direction.Sends?.Digits} was {Receiver.Gateway}'s own {until.UntilInWords(Receiver.Latest.TakenAt)}."
            );
        }

        if (Other.Verdict == DirectionVerdict.NoMatch)
        {
            said.Add(
                $"The other direction is broken too: {Receiver.Gateway} sends with {Other.Sends?.Digits}, which {Sender.Gateway} does not accept."
            );
        }

        said.Add(WhichEnd());
        if (Restart.Of(Receiver) is { } restart)
        {
            said.Add($"{restart.Words}.");
        }

        said.Add(HowSure());
        return string.Join(" ", said);
    }

    /// <summary>What speaks against it, or makes it less sure.</summary>
    public IReadOnlyList<string> Against()
    {
        List<string> against = [];
        if (ReceiverDrops.Dropped == 0)
        {
            against.Add(
                silent
                    ? $"{Sender.Gateway} sent nothing between the looks, so nothing was dropped."
                    : $"{Receiver.Gateway} dropped nothing for an invalid SPI between the looks."
            );
        }
        else if (ReceiverDrops.Dropped is null)
        {
            against.Add($"{Receiver.Gateway}'s drops have no rate: {ReceiverDrops.NoRateBecause}.");
        }

        if (ReceiverTraffic.Arrived > 0)
        {
            against.Add(
                $"{Said.Count(ReceiverTraffic.Arrived.Value)} packets did arrive at {Receiver.Gateway} between the looks."
            );
        }

        if (ReceiverDrops.Dropped > 0)
        {
            var strangers = witnesses.Where(w => w.IsNow && !w.IsFromPeer).Select(w => w.From).Distinct().ToList();
            against.Add(
                strangers.Count > 0
                    ? $"The drop counter is of the whole box, and the log names other senders too: {string.Join(", ", strangers)}."
                    : "The drop counter is of the whole box: some of its drops may be another peer's."
            );
        }

        return against;
    }

    /// <summary>Until the stale SA ends by itself.</summary>
    public string EndsByItself()
    {
        var sa = Sender.Latest.Tunnels.SelectMany(t => t.Outbound).FirstOrDefault(o => o.Spi == Direction.Sends);
        return sa?.RemainingSeconds is { } seconds and > 0
            ? $"{Sender.Gateway}'s SA ends by itself in {Said.Left(seconds)}; until then its packets are lost."
            : $"{Sender.Gateway}'s SA ends by itself at its next rekey; when that is was not listed.";
    }

    private (Selector? Local, Selector? Remote) ReceiverSelectors =>
        IsReceiver(Row.Ours) || !IsReceiver(Row.Theirs) && Direction == Row.Incoming
            ? (Row.LocalSelector, Row.RemoteSelector)
            : (Row.RemoteSelector, Row.LocalSelector);

    private bool IsReceiver(EndSpis? end) =>
        string.Equals(end?.Gateway, Receiver.Gateway, StringComparison.OrdinalIgnoreCase);

    private string WhichEnd() =>
        endedAt is not null ? $"{Receiver.Gateway} has ended that SA and {Sender.Gateway} has not noticed."
        : agedByDropsOnly ? "Which end holds the older SA cannot be told from the SAs; the drops point at this one."
        : Row.Because switch
        {
            StaleBecause.AcceptedBefore =>
                $"{Receiver.Gateway} still accepted it at the first look, so the SA has ended there since.",
            StaleBecause.OtherHasNone =>
                $"{Receiver.Gateway} has no SA at all for these networks: it has lost it (a restart, a clear) without {Sender.Gateway} noticing.",
            StaleBecause.Lifetimes =>
                $"{Sender.Gateway} holds the older SA: {Remains(Sender, Direction.Sends)} left of it, {Remains(Receiver, Other.Sends)} of {Receiver.Gateway}'s.",
            _ =>
                $"A receiver chooses its SPIs: {Receiver.Gateway} has ended that SA and {Sender.Gateway} has not noticed.",
        };

    private string HowSure() =>
        Confidence switch
        {
            Confidence.High when Witness is not null =>
                $"Sure: it was the same SPI at both looks, and {Witness.Names} sender and SPI of the dropped packets.",
            Confidence.High => "Sure: it was the same SPI at both looks, and packets are being dropped.",
            Confidence.Medium when Witness is not null =>
                $"Fairly sure: {Witness.Names} sender and SPI of the dropped packets; not certain, for that reason.",
            Confidence.Medium when Drops =>
                "Fairly sure, not certain: the ends may be set to different lifetimes, so what is left only points at the older SA.",
            Confidence.Medium => "Fairly sure, not certain: there is no rate of drops to confirm it.",
            _ when !Persists =>
                "Not sure: it may have been caught in the middle of a rekey; only a second look with the same SPI tells.",
            _ when agedByDropsOnly => "Not sure, for that reason.",
            _ => "Not sure that it does harm: no packet was seen to be lost to it between the looks.",
        };

    private static string Remains(TunnelEnd end, Spi? sends) =>
        end.Latest.Tunnels.SelectMany(t => t.Outbound).FirstOrDefault(o => o.Spi == sends)?.RemainingSeconds
            is { } seconds
            ? Said.Left(seconds)
            : "an unknown time";

    private string Accepts() =>
        Direction.Accepts.Count == 0
            ? "does not know it"
            : $"accepts only {string.Join(", ", Direction.Accepts.Select(s => s.Digits))}";

    // Where the age is unclear: the end whose packets are dropped is the one that is behind. Where both drop, ours is
    // the counter we stand at, so the other end is named.
    private static bool DropsPointAt(Examination examination, SelectorComparison row, bool theirs)
    {
        var weDrop = examination.OurDrops.Dropped > 0 && !(examination.OurTraffic(row).Arrived > 0);
        var theyDrop = examination.TheirDrops?.Dropped > 0 && !(examination.TheirTraffic(row).Arrived > 0);
        return theirs ? weDrop : theyDrop && !(weDrop && row.Incoming.Verdict == DirectionVerdict.NoMatch);
    }
}
