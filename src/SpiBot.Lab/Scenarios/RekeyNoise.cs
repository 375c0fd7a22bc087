namespace SpiBot.Lab.Scenarios;

/// <summary>
/// Rekeys come round every <see cref="Period"/> (a tight volume lifetime would do that), so that there has always been one a short while ago.
/// Berlin uses the new SA a quarter of a second before HQ has it in its data path: about ten packets are dropped, then no more. The old
/// pair stays as <c>Rekeyed</c> on both ends until after the next, so that no moment is without one.
/// </summary>
public sealed class RekeyNoise : IScenario
{
    private static readonly TimeSpan Ago = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(90);

    public string Name => "rekey-noise";

    public string Description =>
        "A rekey was finished seconds ago: a handful of packets were dropped in passing, the old SA is still there, and both ends agree.";

    public void Play(Site site)
    {
        site.At(
            Ago,
            () =>
            {
                site.Main.OldPairStays = Period + TimeSpan.FromSeconds(5);
                site.Main.InitiatorInstallsLater = TimeSpan.FromSeconds(0.25);
                Rekey();
            }
        );

        void Rekey()
        {
            site.Main.Rekey(site.Main.Near);
            site.HqToBerlin.After(Period, Rekey);
        }
    }
}
