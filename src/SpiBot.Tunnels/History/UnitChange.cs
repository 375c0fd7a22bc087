namespace SpiBot.Tunnels.History;

/// <summary>The box was reloaded, another unit answered, or it changed its failover role: <see cref="Words"/> is a clause that names it.</summary>
public sealed record UnitChange(Moment When, string Words);
