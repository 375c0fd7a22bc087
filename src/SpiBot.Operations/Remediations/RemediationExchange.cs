namespace SpiBot.Operations.Remediations;

/// <summary>The exchange that a remediation reports in.</summary>
public static class RemediationExchange
{
    public static string Of(string remediationId) => "remediation/" + remediationId;

    /// <summary>Where those are asked whose turn it is; <paramref name="turn"/> from 1.</summary>
    public static string OfAsking(string remediationId, int turn) => $"{Of(remediationId)}/asked/{turn}";

    /// <summary>Where is said that somebody approved alone.</summary>
    public static string OfBrokenGlass(string remediationId) => Of(remediationId) + "/glass";
}
