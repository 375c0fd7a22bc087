using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Scenarios;

/// <summary>Behind Berlin the way to one of its networks is lost: HQ's packets get there, and nobody answers. The other networks of the tunnel are well.</summary>
public sealed class DeadSelector : IScenario
{
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(16);

    public string Name => "dead-selector";

    public string Description =>
        "On one of three pairs of networks nothing has come back from Berlin for 16 minutes; the two others are well.";

    public void Play(Site site) => site.At(Ago, () => site.Main.Far.Traffic = TrafficRate.None);
}
