namespace SpiBot.Lab.Scenarios;

public sealed class Healthy : IScenario
{
    public string Name => "healthy";

    public string Description =>
        "All tunnels are up, both ends agree on their SPIs, and the few invalid-SPI drops are old.";

    public void Play(Site site) { }
}
