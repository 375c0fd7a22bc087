using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Scenarios;

/// <summary>
/// Somebody entered Berlin's networks a second time on both boxes. Packets go into the SA of the new entry, and what comes with the SA of the old one is in conflict
/// with it.
/// </summary>
public sealed class OverlappingEntries : IScenario
{
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(19);

    public string Name => "overlapping-entries";

    public string Description =>
        "Two crypto map entries of HQ have had the same networks with Berlin for 19 minutes, and packets are lost between them.";

    public void Play(Site site) =>
        site.At(
            Ago,
            () =>
            {
                site.Main.Near.ClaimedTwice = true;
                var second = site.JoinTwice(site.HqToBerlin, 15, "VPN-BERLIN-2");
                second.Protect(new Subnet("10.1.0.0/24"), new Subnet("10.2.0.0/24"), 4, 3.5);
            }
        );
}
