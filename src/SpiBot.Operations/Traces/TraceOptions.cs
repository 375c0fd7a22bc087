namespace SpiBot.Operations.Traces;

/// <summary>The section <c>Traces</c> of the configuration.</summary>
public sealed class TraceOptions
{
    public const string Section = "Traces";

    /// <summary>How long the packets that a gateway drops are watched. Default 10 seconds.</summary>
    public TimeSpan Lasts { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many packets of a trace are read, byte by byte. Default 20.</summary>
    public int Packets { get; set; } = 20;

    /// <returns>What is wrong with these settings, a sentence each, the setting's name first.</returns>
    public IEnumerable<string> Problems()
    {
        if (Lasts < TimeSpan.FromSeconds(1) || Lasts > TimeSpan.FromMinutes(2))
        {
            yield return $"Traces:Lasts: {Lasts} is not between 00:00:01 and 00:02:00";
        }

        if (Packets is < 1 or > 200)
        {
            yield return $"Traces:Packets: {Packets} is not between 1 and 200";
        }
    }
}
