namespace SpiBot.Tunnels.Comparison;

/// <summary>The SPIs of one end for one pair of selectors. Inbound: all that are accepted. Outbound: all that are listed; <see cref="Sending"/> is the one in use.</summary>
public sealed record EndSpis(string Gateway, IReadOnlyList<Spi> Inbound, IReadOnlyList<Spi> Outbound, Spi? Sending);

/// <summary>What is to be said of one direction of traffic.</summary>
public enum DirectionVerdict
{
    /// <summary>What the sender sends, the receiver accepts.</summary>
    Match,

    /// <summary>It matches, and one end still holds the pair from before a rekey.</summary>
    RekeyOverlap,

    /// <summary>The receiver does not know the SPI that is sent: those packets are dropped.</summary>
    NoMatch,

    /// <summary>One of the two ends was not read, or not completely, or lists nothing that it sends with.</summary>
    CannotTell,
}

/// <summary>One direction of traffic: what the sender sends and what the receiver accepts.</summary>
public sealed record DirectionComparison(
    string Sender,
    string Receiver,
    Spi? Sends,
    IReadOnlyList<Spi> Accepts,
    DirectionVerdict Verdict
);

/// <summary>What is to be said of one pair of selectors, seen from our end.</summary>
public enum SelectorVerdict
{
    /// <summary>In both directions.</summary>
    Match,

    /// <summary>It matches, and one end still holds the pair from before a rekey.</summary>
    RekeyOverlap,

    /// <summary>Our SAs are the older ones.</summary>
    WeAreStale,

    /// <summary>Their SAs are the older ones.</summary>
    TheyAreStale,

    /// <summary>The SPIs differ, and which end is behind cannot be seen from the SAs.</summary>
    Differ,

    /// <summary>Only the other end has an SA for it.</summary>
    MissingHere,

    /// <summary>Only our end has one.</summary>
    MissingThere,

    /// <summary>One end was not read, or not completely.</summary>
    CannotTell,
}

/// <summary>How it was told which end holds the older SA, surest first.</summary>
public enum StaleBecause
{
    /// <summary>The receiver was seen accepting the SPI before, and accepts it no more.</summary>
    AcceptedBefore,

    /// <summary>Only the sender of one direction disagrees; a receiver chooses its SPIs, so it has ended the SA it was sent with.</summary>
    OneDirection,

    /// <summary>Only one end has SAs at all.</summary>
    OtherHasNone,

    /// <summary>Less of its lifetime is left. The ends may be configured for different lifetimes, so this only points.</summary>
    Lifetimes,
}

/// <summary>
/// Both ends of one pair of selectors, as our end names them. <see cref="Words"/> says the verdict in one sentence for a person.
/// <see cref="Because"/> is set where the verdict says that one end is behind.
/// </summary>
public sealed record SelectorComparison(
    Selector? LocalSelector,
    Selector? RemoteSelector,
    EndSpis? Ours,
    EndSpis? Theirs,
    DirectionComparison Outgoing,
    DirectionComparison Incoming,
    SelectorVerdict Verdict,
    string Words,
    StaleBecause? Because = null
);
