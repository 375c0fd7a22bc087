namespace SpiBot.Lab.Scenarios;

/// <summary>Berlin's key for HQ was changed, and with the next IKE negotiation the tunnel was gone: both try, and neither gets through.</summary>
public sealed class TunnelDown : IScenario
{
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(13);

    public string Name => "tunnel-down";

    public string Description =>
        "Berlin's key for HQ was changed 13 minutes ago: no IKE SA comes about between them, and there is no SA.";

    public void Play(Site site) =>
        site.At(
            Ago,
            () =>
            {
                site.HqToBerlin.RefusesIke = true;
                site.HqToBerlin.ClearIkeSas(site.HqToBerlin.Far);
            }
        );
}
