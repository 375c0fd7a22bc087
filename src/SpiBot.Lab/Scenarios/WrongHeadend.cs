using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Scenarios;

/// <summary>
/// The cloud's routes were changed: what it sends with its SA to Berlin comes to HQ. HQ does not know the SPI; Berlin has it and gets nothing. The cloud's own tunnel with HQ is
/// well.
/// </summary>
public sealed class WrongHeadend : IScenario
{
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(18);

    public string Name => "wrong-headend";

    public string Description =>
        "What the cloud sends for Berlin has come to HQ for 18 minutes: HQ drops it, Berlin holds the SA: check 192.0.2.200 on hq-fw1, or on berlin-fw1.";

    public void Play(Site site) => site.At(Ago, () => site.BerlinToCloud.Far.Wire = new Wire { EndsAt = site.Hq.Box });
}
