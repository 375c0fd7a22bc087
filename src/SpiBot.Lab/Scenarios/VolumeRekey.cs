using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Scenarios;

/// <summary>
/// Backups run between HQ and Berlin, so that HQ's kilobytes are used up every three minutes; Berlin counts none. HQ takes a quarter of a second to have
/// the new SA in its data path, and thousands of packets fall into it each time.
/// </summary>
public sealed class VolumeRekey : IScenario
{
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(20);

    public string Name => "volume-rekey";

    public string Description =>
        "So much goes between HQ and Berlin that HQ rekeys every three minutes for its kilobytes, and drops thousands of packets each time.";

    public void Play(Site site)
    {
        site.HqToBerlin.Far.Kilobytes = null;
        site.At(
            Ago,
            () =>
            {
                site.Main.InitiatorInstallsLater = TimeSpan.FromSeconds(0.25);
                site.Main.Near.Traffic = new TrafficRate(30_000);
                site.Main.Far.Traffic = new TrafficRate(29_000);
                site.Main.MindKilobytes();
            }
        );
    }
}
