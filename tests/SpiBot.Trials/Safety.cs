using System.Net;
using System.Text.RegularExpressions;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Trials;

/// <summary>What may never happen, whatever the cause: a clear that cannot help, or a peer that has nothing to do with it.</summary>
public static partial class Safety
{
    /// <returns>Null when the diagnosis is safe.</returns>
    public static string? WhatIsWrong(TunnelDiagnosis diagnosis, Expectation expected)
    {
        var clears = diagnosis
            .Findings.SelectMany(f => f.Remedies)
            .Where(r => r.ChangesSomething && !expected.Clears.Contains(r.Gateway))
            .Select(r => $"offers {r.Kind} on {r.Gateway}")
            .ToList();
        HashSet<string> known = ["198.51.100.1", expected.From.Ours.Peer, .. expected.Named];
        known.UnionWith(expected.From.Asked.Select(asked => asked.Peer));
        var strangers = diagnosis
            .Findings.SelectMany(Words)
            .SelectMany(text => Address().Matches(text))
            .Select(match => match.Value)
            .Where(text => IPAddress.TryParse(text, out _) && !known.Contains(text) && !IsInside(text, expected))
            .Distinct()
            .Take(3)
            .ToList();
        return clears.Count > 0 ? string.Join(", ", clears)
            : strangers.Count > 0 ? $"names {string.Join(", ", strangers)}"
            : null;
    }

    private static IEnumerable<string> Words(Finding finding) =>
        [
            finding.Verdict,
            finding.Why,
            .. finding.Against,
            .. finding.Evidence.Select(e => e.Text),
            .. finding.Remedies.SelectMany(r => new[] { r.Why, r.Peer?.ToString() ?? "" }),
        ];

    // A network is no peer.
    private static bool IsInside(string address, Expectation expected) =>
        address.StartsWith("10.", StringComparison.Ordinal)
        || address.StartsWith("172.", StringComparison.Ordinal)
        || expected.Named.Any(named => named.EndsWith('.') && address.StartsWith(named, StringComparison.Ordinal));

    [GeneratedRegex(@"\b[0-9]{1,3}(\.[0-9]{1,3}){3}\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
