namespace SpiBot.Lab.Scenarios;

/// <summary>
/// HQ and Berlin rekeyed and agree on their SAs, but HQ's data path kept the old SPI: what Berlin sends, with the SPI that HQ lists, HQ drops for an invalid one.
/// A clear of the peer's SAs helps here, for new SAs get new contexts.
/// </summary>
public sealed class StaleDataPlane : IScenario
{
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(9);

    public string Name => "stale-data-plane";

    public string Description =>
        "Since the rekey 9 minutes ago HQ's data path works with another SPI than HQ lists, and drops what Berlin sends with the right one.";

    public void Play(Site site) =>
        site.At(
            Ago,
            () =>
            {
                var old = site.Main.Near.Pairs[^1];
                site.Main.Rekey(site.Main.Near);
                site.Hq.StaleContexts[site.Main.Near.Pairs[^1].InboundSpi] = old.InboundSpi;
            }
        );
}
