using System.Text.Json.Nodes;
using SpiBot.Tunnels;
using SpiBot.Tunnels.History;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>Whose an SPI is or was: every place that is remembered.</summary>
public static class SpiCard
{
    private const int MostPlaces = 8;

    /// <param name="orDecimal">What the text is as a decimal number, where that was looked for in vain too.</param>
    public static JsonObject Of(Spi spi, IReadOnlyList<SpiFound> found, DateTimeOffset now, Spi? orDecimal = null) =>
        found.Count == 0
            ? ProblemCard.Of(
                Title(spi, found),
                $"Neither as written{(orDecimal is null ? "" : $", nor as a decimal number ({orDecimal}),")} nor with its bytes the other way round. SpiBot knows the SPIs, current and past, of tunnels that it has looked at: check the tunnel that it may be of (\"check X\"), then ask again. Who sends it, the gateway's log says where packets with it are dropped (message 402114)."
            )
            : Card(
                [
                    Heading(Title(spi, found)),
                    .. found.Take(MostPlaces).Select(place => Place(place, now)),
                    found.Count > MostPlaces ? Small($"and {found.Count - MostPlaces} more places") : null,
                    found.Select(f => f.Peer).Distinct().Skip(1).Any() && found.Count(f => f.Life.Inbound) > 1
                        ? Small(
                            "Gateways choose their SPIs each for themselves: the same one under two peers is chance."
                        )
                        : null,
                ],
                found
                    .Select(place => (place.Gateway, place.Peer))
                    .Distinct()
                    .Take(3)
                    .Select(tunnel =>
                        CardButtons.Saying(
                            $"Check {tunnel.Peer} on {tunnel.Gateway}",
                            $"check {tunnel.Peer} on {tunnel.Gateway}"
                        )
                    )
            );

    public static string Title(Spi spi, IReadOnlyList<SpiFound> found) =>
        found switch
        {
            [] => $"No tunnel that SpiBot remembers has or had SPI {spi}",
            [{ Current: true } first, ..] => $"SPI {first.Life.Spi}: {Role(first)}",
            [var first, ..] => $"SPI {first.Life.Spi} is a past one: {Role(first)}",
        };

    private static string Role(SpiFound place) =>
        place switch
        {
            { Life.Inbound: true, Current: true } => $"{place.Gateway} accepts it from {place.Peer}",
            { Life.Inbound: true } => $"{place.Gateway} accepted it from {place.Peer}",
            { Current: true } => $"{place.Gateway} sends with it to {place.Peer}",
            _ => $"{place.Gateway} sent with it to {place.Peer}",
        };

    private static JsonObject Place(SpiFound place, DateTimeOffset now)
    {
        var life = place.Life;
        return Container(
            [
                Bold(Role(place)),
                life is { LocalSelector: { } local, RemoteSelector: { } remote } ? Small($"{local} ↔ {remote}") : null,
                Paragraph(life.Born.InWords(now), "Made:"),
                Paragraph(Until(place, now), place.Current ? "Still there:" : "Ended:"),
                place.ByteOrder == SpiByteOrder.Swapped
                    ? Paragraph(
                        $"as {life.Spi}: the same bytes the other way round, as some debug lines print them.",
                        "Found"
                    )
                    : null,
            ],
            separator: true
        );
    }

    private static string Until(SpiFound place, DateTimeOffset now) =>
        place switch
        {
            { Current: true } => $"at the last look, {Moment.Time(place.LastLook, now)}",
            { Life.Gone: { } gone } => gone.InWords(now)
                + (place.ReplacedBy is { } young ? $", replaced by {young.Digits}" : ""),
            _ => $"not yet, but replaced: it was listed as rekeyed at {Moment.Time(place.Life.LastSeen, now)}",
        };
}
