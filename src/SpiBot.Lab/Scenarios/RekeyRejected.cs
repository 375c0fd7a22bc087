using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Scenarios;

/// <summary>
/// Somebody set another PFS group for HQ on the cloud's side. The first child of an IKE SA takes its keys from that, so a clear of the IKE SA, some eight hours ago, brought the tunnel
/// up; the first rekey was refused, and since the SA ran out there is none. IKE is up, so a clear of child SAs changes nothing; a clear of the
/// IKE SA helps for one lifetime more.
/// </summary>
public sealed class RekeyRejected : IScenario
{
    private static readonly TimeSpan FirstRekey = TimeSpan.FromMinutes(12);
    private static readonly TimeSpan Cleared = FirstRekey + TimeSpan.FromSeconds(28_500);

    public string Name => "rekey-rejected";

    public string Description =>
        "The cloud has refused HQ's rekeys for 12 minutes (another PFS group); the SA ran out, and IKE alone is up: check 192.0.2.200 on hq-fw1.";

    public void Play(Site site)
    {
        site.Hq.Log = new SyslogBuffer(32_768);
        site.At(
            Cleared,
            () =>
            {
                site.HqToCloud.RefusesRekeys = true;
                site.HqToCloud.ClearIkeSas(site.HqToCloud.Near);
            }
        );
    }
}
