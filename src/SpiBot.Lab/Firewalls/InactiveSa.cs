namespace SpiBot.Lab.Firewalls;

/// <summary>An SA that can no longer pass traffic and was not cleaned up.</summary>
public sealed record InactiveSa(uint Spi, bool Inbound, string State, string Reason);
