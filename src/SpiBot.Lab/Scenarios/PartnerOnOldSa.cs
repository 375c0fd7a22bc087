namespace SpiBot.Lab.Scenarios;

/// <summary>As <see cref="PeerOnOldSa"/>, with a partner that is not ours: only HQ's side can be seen. On HQ alone, and for the checks of all other peers, its drops are a stranger's.</summary>
public sealed class PartnerOnOldSa : IScenario
{
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(11);

    public string Name => "partner-on-old-sa";

    public string Description =>
        "The partner Acme, whose gateway is not ours, still sends with an SA that HQ replaced 11 minutes ago: check 192.0.2.77.";

    public void Play(Site site)
    {
        var flow = site.HqToAcme.Flows[0];
        site.At(Ago, () => flow.RekeyOnlyAt(flow.Near));
    }
}
