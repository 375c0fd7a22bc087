using System.Text.Json.Nodes;
using SpiBot.Operations.Checks;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>What the data path of each end works with, context by context, beside what that end lists: for who asked for it.</summary>
public static class DataPathRows
{
    private const int MostShown = 8;

    /// <returns>Nothing where it was not asked for.</returns>
    public static IEnumerable<JsonObject> Of(CheckOrder order, TunnelEvidence evidence) =>
        order.Kind == CheckKind.DataPath
            ? new[] { evidence.Ours, evidence.Theirs }.OfType<TunnelEnd>().Select(end => Block(end.Latest))
            : [];

    private static JsonObject Block(TunnelReading end)
    {
        var title = $"Data path of {end.Gateway}:";
        if (end.DataPath is not { Value: { } path })
        {
            return Container([Paragraph($"not read: {end.DataPath.NotRead}.", title)], separator: true);
        }

        var listed = Listed(end);
        var lacking = listed.Where(sa => path.Complete && !path.With(sa.Spi, sa.Direction).Any()).ToList();
        return Container(
            [
                Paragraph(Summary(path, lacking.Count), title),
                .. path.Contexts.Take(MostShown).SelectMany(context => Row(context, listed)),
                path.Contexts.Count > MostShown ? Small($"And {path.Contexts.Count - MostShown} more.") : null,
                .. lacking
                    .Take(MostShown)
                    .Select(sa =>
                        Small($"{Words(sa.Direction)} {sa.Spi.Digits} is listed, and no context works with it.")
                    ),
            ],
            separator: true
        );
    }

    private static string Summary(DataPath path, int lacking) =>
        path.Contexts.Count == 0 ? "it has no context of this tunnel."
        : !path.Complete ? "the listing was cut: what is missing below means nothing."
        : lacking > 0 ? "it does not work with what the box lists."
        : "it works with what the box lists.";

    private static IEnumerable<JsonObject> Row(DataPathContext context, IReadOnlyList<ListedSa> listed)
    {
        var isListed = listed.Any(sa =>
            sa.Spi.Equals(context.Spi) && (context.Direction is null || sa.Direction == context.Direction)
        );
        yield return Monospace(
            $"0x{context.Id:x8} {Words(context.Direction)} {context.Spi?.Digits ?? "no SPI"}",
            bold: !isListed
        );
        yield return Small(
            $"{context.State ?? "no state"}, {context.Packets ?? 0} packets"
                + (context.BadSpi > 0 ? $", {context.BadSpi} refused for their SPI" : "")
                + (isListed ? "" : ". The box lists no such SA: a context that is left over, or another tunnel's")
                + "."
        );
    }

    private static string Words(SaDirection? direction) =>
        direction switch
        {
            SaDirection.Inbound => "inbound",
            SaDirection.Outbound => "outbound",
            _ => "one way",
        };

    private static List<ListedSa> Listed(TunnelReading end) =>
        [
            .. end.Tunnels.SelectMany(t => t.Inbound).Select(sa => new ListedSa(sa.Spi, SaDirection.Inbound)),
            .. end.Tunnels.SelectMany(t => t.Outbound).Select(sa => new ListedSa(sa.Spi, SaDirection.Outbound)),
        ];

    private sealed record ListedSa(Spi Spi, SaDirection Direction);
}
