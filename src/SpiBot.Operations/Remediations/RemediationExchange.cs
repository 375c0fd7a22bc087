namespace SpiBot.Operations.Remediations;

/// <summary>The exchange that a remediation reports in.</summary>
public static class RemediationExchange
{
    private const string Prefix = "remediation/";

    public static string Of(string remediationId) => Prefix + remediationId;

    /// <returns>The remediation that reports in this exchange; null when none does.</returns>
    public static string? IdOf(string exchange) =>
        exchange.StartsWith(Prefix, StringComparison.Ordinal) ? exchange[Prefix.Length..] : null;

    /// <summary>Where those are asked whose turn it is; <paramref name="turn"/> from 1.</summary>
    public static string OfAsking(string remediationId, int turn) => $"{Of(remediationId)}/asked/{turn}";

    /// <summary>Where is said that somebody approved alone.</summary>
    public static string OfBrokenGlass(string remediationId) => Of(remediationId) + "/glass";
}
