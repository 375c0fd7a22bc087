namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>What Cisco calls the severities of messages.</summary>
internal static class Severities
{
    /// <summary>Each at its number.</summary>
    public static readonly string[] Names =
    [
        "emergencies",
        "alerts",
        "critical",
        "errors",
        "warnings",
        "notifications",
        "informational",
        "debugging",
    ];
}
