namespace SpiBot.Lab.Scenarios;

/// <summary>
/// HQ restarted without its SAs, and its new IKE SAs carry no INITIAL-CONTACT. Where HQ's networks have traffic of their own it negotiated anew at once. Its
/// server network only answers: nothing makes HQ negotiate for it, and Berlin goes on sending into the SA that HQ has lost.
/// <c>clear crypto ipsec sa peer 198.51.100.1</c> on berlin-fw1 cures; a clear on hq-fw1 does not, for it has nothing of it left.
/// </summary>
public sealed class RestartWithoutState : IScenario
{
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(8);

    public string Name => "restart-without-state";

    public string Description =>
        "HQ restarted 8 minutes ago and lost its SAs; Berlin still sends with one of them, and HQ drops it.";

    public void Play(Site site)
    {
        site.Main.Near.OnlyAnswers = true;
        site.At(Ago, () => site.World.Restart(site.Hq));
    }
}
