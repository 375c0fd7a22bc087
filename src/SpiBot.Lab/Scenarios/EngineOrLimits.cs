namespace SpiBot.Lab.Scenarios;

/// <summary>HQ's crypto engine gives up a part of what it should encrypt. SAs and peers are well.</summary>
public sealed class EngineOrLimits : IScenario
{
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(15);

    public string Name => "engine-or-limits";

    public string Description =>
        "HQ's crypto engine has given up two of five packets for 15 minutes: send errors rise, and all SAs are in order.";

    public void Play(Site site) => site.At(Ago, () => site.Hq.EngineFailsShare = 0.4);
}
