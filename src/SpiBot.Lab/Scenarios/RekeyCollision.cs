namespace SpiBot.Lab.Scenarios;

/// <summary>HQ and Berlin rekey in the same moment, and each keeps what came of both negotiations: two pairs that are in use side by side, after every rekey.</summary>
public sealed class RekeyCollision : IScenario
{
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(10);

    public string Name => "rekey-collision";

    public string Description =>
        "HQ and Berlin rekeyed in the same moment, 10 minutes ago, and both kept both of the new SAs, as after every rekey.";

    public void Play(Site site) =>
        site.At(
            Ago,
            () =>
            {
                site.Main.RekeysCollide = true;
                site.Main.Rekey(site.Main.Near);
            }
        );
}
