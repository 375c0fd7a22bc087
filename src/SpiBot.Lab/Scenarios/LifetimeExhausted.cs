using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Scenarios;

/// <summary>
/// A backup used up the kilobytes of HQ's SA, and HQ has CSCtq57752: no rekey comes, and HQ sends nothing more with it. Berlin counts no kilobytes and goes on
/// sending. <c>clear crypto ipsec sa peer 203.0.113.9</c> on hq-fw1 cures, until the next backup.
/// </summary>
public sealed class LifetimeExhausted : IScenario
{
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(9);
    private static readonly TimeSpan Backup = TimeSpan.FromMinutes(8);
    private static readonly TrafficRate Heavy = new(30_000);

    public string Name => "lifetime-exhausted";

    public string Description =>
        "A backup used up the kilobytes of HQ's SA with Berlin 9 minutes ago, and no rekey comes: HQ sends nothing more with it.";

    public void Play(Site site)
    {
        var (near, usual) = (site.Main.Near, new TrafficRate(38));
        site.HqToBerlin.Far.Kilobytes = null;
        site.Hq.KilobytesStick = true;
        site.Main.MindKilobytes();
        site.At(Ago + Backup, () => near.Traffic = Heavy);
        site.At(Ago, () => near.Traffic = usual);
    }
}
