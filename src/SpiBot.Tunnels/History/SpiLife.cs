namespace SpiBot.Tunnels.History;

/// <summary>
/// An SPI of a tunnel, from when it was first to when it was last seen. <see cref="Inbound"/>: this gateway chose it and accepted packets with it; else its peer did,
/// and this gateway sent with it. The selectors are null where only the log told of it. <see cref="Gone"/> is null as long as every complete listing had it.
/// What is left of its lifetime is kept as the most that was ever seen, which is close to what was negotiated where it was seen young.
/// </summary>
public sealed record SpiLife(
    Spi Spi,
    bool Inbound,
    Selector? LocalSelector,
    Selector? RemoteSelector,
    Moment Born,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    Moment? Gone = null,
    bool Rekeyed = false,
    long? MostSecondsLeft = null,
    long? MostKilobytesLeft = null
)
{
    internal SelectorPair Selectors => SelectorPair.Of(LocalSelector, RemoteSelector);
}
