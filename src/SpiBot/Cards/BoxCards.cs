using System.Text.Json.Nodes;
using SpiBot.Commands;
using SpiBot.Operations.Checks;
using SpiBot.Tunnels;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>Cards about one gateway: what it drops, and its inactive SAs.</summary>
public static class BoxCards
{
    private const int MostRows = 12;

    /// <summary>The rows that speak of VPNs; the rest of a busy firewall's drops is other people's business.</summary>
    private static readonly string[] VpnKeywords =
    [
        DropCounters.InvalidSpi,
        "ipsec-tun-down",
        "bad-ipsec-natt",
        "bad-ipsec-prot",
        "bad-ipsec-udp",
        "ipsec-need-sa",
        "ipsec-spoof",
        "ipsec-clearpkt-notun",
        "ipsec-selector-failure",
        "ipsec-lock-error",
        "vpn-reclassify-failed",
        "vpn-overlap-conflict",
        "vpn-missing-decrypt",
        "vpn-handle-not-found",
        "vpn-handle-error",
        "vpn-handle-mismatch",
    ];

    public static JsonObject Drops(CheckOrder order, GatewayReading latest, DropRate rate, bool looksAgain)
    {
        if (!latest.Drops.WasRead)
        {
            return ProblemCard.Of($"{latest.Gateway}: its drops were not read", latest.Drops.NotRead, [Again(order)]);
        }

        var drops = latest.Drops.Value;
        var rows = drops
            .Counts.Where(c => drops.InvalidSpiKeyword != DropCounters.InvalidSpi || VpnKeywords.Contains(c.Keyword))
            .OrderByDescending(c => c.Count)
            .Take(MostRows)
            .ToList();
        return Card(
            [
                Heading(DropsHeading(latest.Gateway, rate)),
                Subtitle($"{latest.Gateway} · {Times.Utc(latest.TakenAt)}{Role(latest)}"),
                looksAgain ? Paragraph("A second look will tell how fast.", "One look so far.") : null,
                Container(
                    rows.Count == 0
                        ? [Paragraph("No VPN row is counted: absent means 0.")]
                        : rows.Select(row =>
                            Columns(
                                ("stretch", [Paragraph($"{row.Keyword} ({Section(row.Section)})")]),
                                ("auto", [Bold(Times.Number(row.Count))])
                            )
                        ),
                    separator: true
                ),
                Small($"Totals of all peers, {Times.SinceCleared(drops)}."),
            ],
            looksAgain ? [] : [Again(order)]
        );
    }

    public static string DropsHeading(string gateway, DropRate rate) =>
        rate.PerSecond switch
        {
            null => $"{gateway}: drops for an invalid SPI, rate not known: {rate.NoRateBecause}",
            0 => $"{gateway} drops nothing for an invalid SPI now",
            { } perSecond => $"{gateway} drops {Times.Rate(perSecond)} for an invalid SPI now",
        };

    public static JsonObject Inactive(CheckOrder order, GatewayReading reading)
    {
        if (!reading.Inactive.WasRead)
        {
            return ProblemCard.Of(
                $"{reading.Gateway}: its inactive SAs were not read",
                reading.Inactive.NotRead,
                [Again(order)]
            );
        }

        var inactive = reading.Inactive.Value;
        var lines = inactive
            .Sas.Select(sa =>
                $"{sa.Direction} {sa.Spi?.Digits ?? "?"}, state {sa.State ?? "not said"}, {sa.Reason ?? "no reason said"}"
            )
            .Concat(inactive.UnreadLines)
            .Take(MostRows);
        return Card(
            [
                Heading(InactiveHeading(reading.Gateway, inactive.Count)),
                Subtitle($"{reading.Gateway} · {Times.Utc(reading.TakenAt)}{Role(reading)}"),
                .. lines.Select(Small),
            ],
            inactive.Count > 0
                ? [CardButtons.Saying("Propose the clear", $"clear inactive on {reading.Gateway}"), Again(order)]
                : [Again(order)]
        );
    }

    public static string InactiveHeading(string gateway, int count) =>
        count == 0
            ? $"{gateway} has no inactive SAs: nothing to clear"
            : $"{gateway} has {count} inactive {(count == 1 ? "SA" : "SAs")}";

    private static JsonObject Again(CheckOrder order) => CardButtons.Saying("Look again", CheckCommand.Of(order));

    private static string Section(DropSection section) => section == DropSection.Frame ? "frames" : "flows";

    private static string Role(GatewayReading reading) =>
        reading.Failover is { WasRead: true, Value.Role: FailoverRole.Standby } ? " · this is the STANDBY unit" : "";
}
