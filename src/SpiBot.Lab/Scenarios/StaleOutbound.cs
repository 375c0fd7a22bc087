using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Scenarios;

/// <summary>
/// Berlin restarted and forgot its SAs without a word, and its new IKE SA carried no INITIAL-CONTACT, so HQ kept the old IKE SA and its
/// child. Berlin negotiated anew for two selectors, where it has traffic of its own. On the third its network only answers, nothing
/// reaches it, and so nothing makes Berlin negotiate: Berlin has no SA for that pair, HQ sends into a stale one, Berlin counts
/// invalid SPIs, and HQ's decaps stand still.
/// <c>clear crypto ipsec sa peer 203.0.113.9</c> on hq-fw1 cures (HQ holds the stale SA and has traffic); a clear on berlin-fw1 does not.
/// </summary>
public sealed class StaleOutbound : IScenario
{
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(6);

    public string Name => "stale-outbound";

    public string Description =>
        "Berlin restarted 6 minutes ago without its SAs; HQ still sends with an outbound SA that Berlin no longer knows.";

    public void Play(Site site)
    {
        site.Main.Far.OnlyAnswers = true;
        site.At(Ago, () => site.World.Restart(site.Berlin));
    }
}
