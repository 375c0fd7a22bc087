using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Tunnels;

/// <summary>For every cause all that is ever offered for it, over every scenario of the Lab at every moment, seen from every place.</summary>
public sealed class RemedyTableTests
{
    /// <summary>By cause: what may be offered that changes a gateway, and whether it helps.</summary>
    private static readonly Dictionary<string, string[]> Offered = new()
    {
        ["healthy"] = [],
        ["rekey-noise"] = [],
        ["counter-residue"] = [],
        ["misdirected-esp"] = [],
        ["wrong-unit"] = [],
        ["wrong-headend"] = [],
        ["acl-mismatch"] = [],
        ["overlapping-entries"] = [],
        ["nat-path"] = [],
        ["replay"] = [],
        ["engine-or-limits"] = [],
        ["volume-rekey"] = [],
        ["lifetime-mismatch"] = [],
        ["rekey-collision"] = [],
        ["own-teardown"] = [],
        ["tunnel-down"] = [],
        ["no-such-peer"] = [],
        ["undetermined"] = [],
        ["dead-selector"] = [],
        ["inactive-sas"] = ["ClearInactive Yes"],
        ["peer-on-old-sa"] = ["ClearIke Maybe", "ClearIke Yes", "ClearPeer Maybe", "ClearPeer Yes"],
        ["stale-outbound"] = ["ClearPeer Yes"],
        ["restart-without-state"] = ["ClearPeer Yes"],
        ["lifetime-exhausted"] = ["ClearPeer Yes"],
        ["stale-data-plane"] = ["ClearPeer Maybe"],
        ["rekey-rejected"] = ["ClearIke Maybe"],
    };

    /// <summary>Where people would clear by habit, the card says why that is not offered.</summary>
    private static readonly string[] SayWhyNot =
    [
        "acl-mismatch",
        "misdirected-esp",
        "counter-residue",
        "replay",
        "wrong-unit",
    ];

    [Fact]
    public void Every_cause_has_its_row() =>
        Assert.Equal(Diagnostician.Described.Select(cause => cause.Id).Distinct().Order(), Offered.Keys.Order());

    [Fact]
    public async Task Each_cause_offers_what_can_help_it_and_nothing_else_and_says_all_of_it()
    {
        var findings = (await TrialTests.Outcomes).SelectMany(outcome => outcome.Diagnosis.Findings).ToList();

        var offered = findings
            .GroupBy(finding => finding.Cause)
            .ToDictionary(
                cause => cause.Key,
                cause => cause.SelectMany(Changes).Select(r => $"{r.Kind} {r.Helps}").Distinct().Order().ToArray()
            );
        Assert.All(
            Offered,
            row => Assert.Equal((row.Key, string.Join(", ", row.Value)), (row.Key, string.Join(", ", offered[row.Key])))
        );
        Assert.All(
            findings.Where(finding => SayWhyNot.Contains(finding.Cause)),
            finding => Assert.Matches("clear|changed", finding.Why + finding.Remedies[0].Why)
        );
        Assert.All(findings.SelectMany(Changes), SaysAll);
    }

    private static IEnumerable<Remedy> Changes(Finding finding) => finding.Remedies.Where(r => r.ChangesSomething);

    private static void SaysAll(Remedy remedy)
    {
        Assert.NotEqual(Helps.No, remedy.Helps);
        Assert.EndsWith(".", remedy.Why, StringComparison.Ordinal);
        Assert.StartsWith("It helped if ", remedy.Afterwards, StringComparison.Ordinal);
        if (remedy.Kind == RemedyKind.ClearInactive)
        {
            Assert.StartsWith("No traffic", remedy.Interrupts, StringComparison.Ordinal);
            return;
        }

        // The networks with their rates, or that there are none; and how it comes back, or that nobody here can bring it.
        Assert.Matches("packets/s out|Nothing that passes now", remedy.Interrupts);
        Assert.Contains("comes back", remedy.Interrupts, StringComparison.Ordinal);
        Assert.Contains("authenticate", remedy.Interrupts, StringComparison.Ordinal);
    }
}
