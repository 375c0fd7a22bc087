namespace SpiBot.Lab.Scenarios;

/// <summary>
/// Berlin's SAs with HQ live an hour and HQ's eight, with IKEv1, and neither heeds the other. Berlin lets its SAs run out before it negotiates anew, and what it says of that does
/// not reach HQ: for some seconds of every hour HQ sends with an SA that Berlin has no more.
/// </summary>
public sealed class LifetimeMismatch : IScenario
{
    /// <summary>Three lifetimes and what their negotiations take: the next burst is near when somebody begins to look.</summary>
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(3 * 60);

    public string Name => "lifetime-mismatch";

    public string Description =>
        "Berlin's SAs live an hour, HQ's eight: for 3 hours Berlin has dropped HQ's packets for some seconds of each hour.";

    public int IkeVersion => 1;

    public void Play(Site site) =>
        site.At(
            Ago,
            () =>
            {
                site.HqToBerlin.Far.Lifetime = TimeSpan.FromHours(1);
                site.HqToBerlin.Far.LetsSasRunOut = true;
                site.HqToBerlin.ClearChildSas(site.HqToBerlin.Far);
                site.HqToBerlin.LosesDeletes = true;
            }
        );
}
