namespace SpiBot.Lab.Scenarios;

/// <summary>
/// As <see cref="PeerOnOldSa"/>, with the router in Munich as the other end: HQ finished a rekey that Munich did not, and each drops what the other sends.
/// <c>clear crypto sa peer 198.51.100.1</c> on munich-rtr1 cures.
/// </summary>
public sealed class RouterOnOldSa : IScenario
{
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(9);

    public string Name => "router-on-old-sa";

    public string Description =>
        "The IOS-XE router in Munich still sends with an SA that HQ replaced 9 minutes ago: check 203.0.113.140.";

    public void Play(Site site)
    {
        var flow = site.HqToMunich.Flows[0];
        site.At(Ago, () => flow.RekeyOnlyAt(flow.Near));
    }
}
