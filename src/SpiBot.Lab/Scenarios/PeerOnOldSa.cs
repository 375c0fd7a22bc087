namespace SpiBot.Lab.Scenarios;

/// <summary>
/// HQ finished a rekey of one selector that Berlin did not: Berlin goes on with its old pair, HQ knows only the new one, and each drops what the
/// other sends. The two other selectors are well. IKE is up, so no DPD will notice; the old SA has hours left.
/// <list type="bullet">
/// <item><c>clear crypto ipsec sa peer 198.51.100.1</c> on berlin-fw1 cures: Berlin lets go of its old SA and has traffic, so it negotiates.</item>
/// <item><c>clear crypto ipsec sa peer 203.0.113.9</c> on hq-fw1 cannot name Berlin's old SA in its DELETE; it helps because HQ negotiates anew and
/// Berlin prefers the newest SA. With <see cref="Firewalls.FirewallTraits.KeepsOldOutboundSa"/> on Berlin it does not help.</item>
/// <item><c>clear crypto ikev2 sa</c> on either cures: the children go with the IKE SA on both ends. With IKEv1 the other end is not told of a child that it alone has.</item>
/// </list>
/// </summary>
public sealed class PeerOnOldSa(string name, int ikeVersion) : IScenario
{
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(14);

    public string Name => name;

    public string Description =>
        $"Berlin still sends with an SA{(ikeVersion == 1 ? " of IKEv1" : "")} that HQ replaced 14 minutes ago: HQ drops some 42 packets a second for an invalid SPI.";

    public int IkeVersion => ikeVersion;

    public void Play(Site site) => site.At(Ago, () => site.Main.RekeyOnlyAt(site.Main.Near));
}
