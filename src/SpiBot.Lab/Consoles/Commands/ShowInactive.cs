using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles.Commands;

/// <summary>
/// <c>show crypto ipsec sa inactive</c>. The line of a single SA is public (CSCwc48375), its place between the two others is not (facts 7).
/// </summary>
public static class ShowInactive
{
    public static IEnumerable<string> Print(FirewallState state) =>
        [
            "Checking for inactive IPsec SAs...",
            .. state.Inactive.Select(s =>
                $"Inactive {(s.Inbound ? "inbound" : "outbound")} SA: SPI: 0x{s.Spi:X8}, state: {s.State}, reason: {s.Reason}"
            ),
            $"Inactive IPsec SAs: {state.Inactive.Count}",
        ];
}
