using System.Globalization;
using SpiBot.Lab.Firewalls;
using SpiBot.Lab.Scenarios;

namespace SpiBot.EndToEnd;

/// <summary>What is true in the simulated network, read from its state and not from what the boxes print: SPIs as eight lower-case digits.</summary>
/// <param name="HqSends">On the pair of subnets that the faults are played on.</param>
internal sealed record Witness(
    string? HqSends,
    IReadOnlyList<string> HqAccepts,
    string? BerlinSends,
    IReadOnlyList<string> BerlinAccepts,
    int InactiveOnHq
)
{
    public bool HqHearsBerlin => BerlinSends is not null && HqAccepts.Contains(BerlinSends);

    public bool BerlinHearsHq => HqSends is not null && BerlinAccepts.Contains(HqSends);

    public static Witness Of(LabNetwork network) =>
        network.Look(world =>
        {
            var hq = network.Firewall("hq-fw1");
            var berlin = network.Firewall("berlin-fw1");
            var flow = world.Links.Single(l => l.Near.Owner == hq && l.Far.Owner == berlin).Flows[0];
            return new Witness(
                Digits(flow.Near.Sending?.OutboundSpi),
                [.. flow.Near.Pairs.Select(p => Digits(p.InboundSpi)!)],
                Digits(flow.Far.Sending?.OutboundSpi),
                [.. flow.Far.Pairs.Select(p => Digits(p.InboundSpi)!)],
                world.Of(hq).Inactive.Count
            );
        });

    private static string? Digits(uint? spi) => spi?.ToString("x8", CultureInfo.InvariantCulture);
}
