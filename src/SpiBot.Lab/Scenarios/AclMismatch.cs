using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Scenarios;

/// <summary>
/// Berlin's crypto ACL was widened, and HQ's was not: Berlin sends packets of 10.2.7.0/24 with the SA of 10.2.0.0/24, and HQ throws them away after it has found their SPI. A new SA is
/// made from the same ACLs.
/// </summary>
public sealed class AclMismatch : IScenario
{
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(25);

    public string Name => "acl-mismatch";

    public string Description =>
        "Berlin's crypto ACL takes in networks that HQ's does not: for 25 minutes HQ has refused packets that come with the right SPI.";

    public void Play(Site site) => site.At(Ago, () => site.Main.Far.SendsFrom = new Subnet("10.2.7.0/24"));
}
