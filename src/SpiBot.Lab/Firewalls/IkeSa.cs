namespace SpiBot.Lab.Firewalls;

/// <summary>An IKE SA. Both ends hold the same object; an end that has lost its state no longer lists it.</summary>
public sealed record IkeSa(int TunnelId, int SessionId, int Version, Firewall Initiator, DateTimeOffset EstablishedAt)
{
    /// <summary>An ASA's default, seconds; it is rekeyed silently at the end, so the active time starts anew.</summary>
    public const int LifetimeSeconds = 86_400;

    public int ActiveSeconds(DateTimeOffset now) => (int)((long)(now - EstablishedAt).TotalSeconds % LifetimeSeconds);
}
