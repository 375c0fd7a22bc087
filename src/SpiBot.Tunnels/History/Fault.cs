namespace SpiBot.Tunnels.History;

/// <summary>
/// A cause that checks found, from the first to the last of them with nothing else found between. <see cref="Over"/>: when a check first found it gone; null while none has.
/// <see cref="Cause"/> is the id of a rule.
/// </summary>
public sealed record Fault(
    string Cause,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    DateTimeOffset? Over = null
);
