using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tunnels.Watching;

/// <summary>A look that shows no sign of a fault, in a sentence for a list: the SAs, the drops, and what could not be seen.</summary>
public static class WhatIsSeen
{
    public static string Of(TunnelEvidence evidence)
    {
        var ours = evidence.Ours.Latest;
        var rate = DropRate.Between(evidence.Ours.Earlier?.Box, ours.Box);
        return string.Join(
            ", ",
            [
                .. ours.Box.Failover.Value?.Role == FailoverRole.Standby
                    ? ["the unit that answers is standby"]
                    : Array.Empty<string>(),
                ours.Tunnels.Count == 1 ? "one child SA" : $"{ours.Tunnels.Count} child SAs",
                rate.PerSecond is { } perSecond
                    ? perSecond == 0
                        ? "no drops"
                        : $"{perSecond:0.##} drops a second of all peers"
                    : $"no rate of drops yet ({rate.NoRateBecause})",
            ]
        );
    }
}
