namespace SpiBot.Tunnels.Diagnosis;

/// <summary>What a box sets for the child SAs with its peer, and what an ASA does where the entry sets nothing.</summary>
internal static class ConfiguredLifetime
{
    private const long DefaultSeconds = 28_800;
    private const long DefaultKilobytes = 4_608_000;

    /// <summary>Null where the crypto map was not read, has no entry for the peer, or leaves it to the box.</summary>
    public static long? SecondsSetOf(TunnelReading reading) =>
        reading.CryptoMaps.Value?.With(reading.Peer).Select(entry => entry.LifetimeSeconds).FirstOrDefault();

    public static long SecondsOf(TunnelReading reading) => SecondsSetOf(reading) ?? DefaultSeconds;

    /// <summary>Null where the volume is switched off.</summary>
    public static long? KilobytesOf(TunnelReading reading) =>
        reading.CryptoMaps.Value?.With(reading.Peer).FirstOrDefault() switch
        {
            { KilobytesUnlimited: true } => null,
            { LifetimeKilobytes: { } kilobytes } => kilobytes,
            _ => DefaultKilobytes,
        };
}
