namespace SpiBot.Lab.Scenarios;

/// <summary>
/// As <see cref="PeerOnOldSa"/>, with the FTD in Vienna as the other end: HQ finished a rekey that Vienna did not, and each drops what the other sends.
/// <c>clear ipsec sa peer 198.51.100.1</c> on vienna-ftd1 cures.
/// </summary>
public sealed class FtdOnOldSa : IScenario
{
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(9);

    public string Name => "ftd-on-old-sa";

    public string Description =>
        "The FTD in Vienna still sends with an SA that HQ replaced 9 minutes ago: check 203.0.113.201.";

    public void Play(Site site)
    {
        var flow = site.HqToVienna.Flows[0];
        site.At(Ago, () => flow.RekeyOnlyAt(flow.Near));
    }
}
