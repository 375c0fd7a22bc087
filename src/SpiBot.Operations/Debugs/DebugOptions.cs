namespace SpiBot.Operations.Debugs;

/// <summary>The section <c>Debugs</c> of the configuration.</summary>
public sealed class DebugOptions
{
    public const string Section = "Debugs";

    /// <summary>How long debug is on. Default 30 seconds.</summary>
    public TimeSpan Lasts { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What a debug may print; when more comes, it ends before its time. Default 24 KiB, which is three messages in the thread.</summary>
    public int MostBytes { get; set; } = 24 * 1024;

    /// <summary>After a restart, so long another replica may still tell of a debug that is off already; then what it heard is taken for lost. Default 10 seconds.</summary>
    public TimeSpan TellWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <returns>What is wrong with these settings, a sentence each, the setting's name first.</returns>
    public IEnumerable<string> Problems()
    {
        if (Lasts < TimeSpan.FromSeconds(1) || Lasts > TimeSpan.FromMinutes(5))
        {
            yield return $"Debugs:Lasts: {Lasts} is not between 00:00:01 and 00:05:00";
        }

        if (TellWithin < TimeSpan.Zero || TellWithin > TimeSpan.FromMinutes(10))
        {
            yield return $"Debugs:TellWithin: {TellWithin} is not between 00:00:00 and 00:10:00";
        }

        if (MostBytes is < 1024 or > 256 * 1024)
        {
            yield return $"Debugs:MostBytes: {MostBytes} is not between 1024 and 262144";
        }
    }
}
