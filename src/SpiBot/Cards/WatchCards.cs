using System.Text.Json.Nodes;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Threads;
using SpiBot.Operations.Watches;
using SpiBot.Tunnels.History;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>What is said of watches: that one is set or ended, which there are, and what they tell by themselves.</summary>
public static class WatchCards
{
    public static JsonObject ListButton => CardButtons.Saying("What is watched", "watches");

    /// <summary>Those whom its news call.</summary>
    public static IEnumerable<Person> Setters(WatchView view) => new[] { view.By, view.AlsoBy }.OfType<Person>();

    public static JsonObject Set(WatchView view, bool prolonged) =>
        Card(
            [
                Heading(SetTitle(view, prolonged)),
                Subtitle($"until {Moment.Time(view.Until, view.SetAt)} · a look every {Times.Span(view.LooksEvery)}"),
                Paragraph(
                    "When two looks in a row show the sign of a fault (drops for an invalid SPI, no SA, SPIs that do not match), both ends are checked, the card comes here, and whoever set this is called. Nothing is changed without an approval."
                ),
                prolonged ? Small($"set up by {Name(view.By)} {Moment.Time(view.SetAt, view.Until)}") : null,
            ],
            [StopButton(view), ListButton]
        );

    public static string SetTitle(WatchView view, bool prolonged) =>
        $"{(prolonged ? "Still watching" : "Watching")} {Tunnel(view)}";

    public static JsonObject Unwatched(WatchView was) =>
        Card(
            [
                Heading(UnwatchedTitle(was)),
                Subtitle($"set up by {Name(was.By)} {Moment.Time(was.SetAt, was.Until)}"),
                .. Seen(was),
            ],
            [CheckButton("Check now", was), AgainButton(was)]
        );

    public static string UnwatchedTitle(WatchView was) => $"No longer watched: {Tunnel(was)}";

    public static JsonObject List(IReadOnlyList<WatchView> views, DateTimeOffset now) =>
        Card([
            Heading(ListTitle(views.Count)),
            .. views.Select(view =>
                Container(
                    [
                        Bold(Tunnel(view)),
                        Small(
                            $"set up by {Name(view.By)}{(view.AlsoBy is { } also ? $", prolonged by {also.Name}" : "")} · until {Moment.Time(view.Until, now)}"
                        ),
                        view.FaultSince is { } since
                            ? Word($"fault since {Moment.Time(since, now)}", color: "attention")
                            : null,
                        .. Seen(view),
                    ],
                    separator: true
                )
            ),
        ]);

    public static string ListTitle(int count) =>
        count switch
        {
            0 => "Nothing is watched in this channel",
            1 => "One tunnel is watched in this channel",
            _ => $"{count} tunnels are watched in this channel",
        };

    /// <param name="told">What it tells.</param>
    /// <param name="whom">Those who set it, as far as they are in the conversation.</param>
    public static JsonObject Of(WatchTold told, Mentioned whom) =>
        Card(
            [
                Container([Heading(Title(told.View, told.News))], Style(told.News.Kind)),
                whom.People.Count > 0 ? Calling(whom.People, Call(told.News.Kind)) : null,
                .. Words(told.News),
                Small($"watched for {Name(told.View.By)} · until {Moment.Time(told.View.Until, told.News.At)}"),
            ],
            Buttons(told),
            whom.People
        );

    public static string Title(WatchView view, WatchNews news) =>
        news.Kind switch
        {
            WatchNewsKind.FaultBegan => $"A fault begins: {Tunnel(view)}",
            WatchNewsKind.FaultOver => $"Over: {Tunnel(view)}",
            WatchNewsKind.Lost => $"Not seen: {Tunnel(view)}",
            WatchNewsKind.Back => $"Seen again: {Tunnel(view)}",
            _ => $"The watch ends: {Tunnel(view)}",
        };

    private static string Call(WatchNewsKind kind) =>
        kind switch
        {
            WatchNewsKind.FaultBegan => "your watch has seen a fault. Its check follows below.",
            WatchNewsKind.FaultOver => "three looks in a row show nothing any more.",
            WatchNewsKind.Lost => "SpiBot goes on trying, and says when it is back.",
            WatchNewsKind.Back => "looking goes on.",
            _ => "nobody looks any more.",
        };

    private static IEnumerable<JsonObject> Words(WatchNews news) =>
        news switch
        {
            { Kind: WatchNewsKind.Lost, Words: [var tried, var cameBack, var doNow] } =>
            [
                Facts([("Tried", tried), ("Came back", cameBack), ("Do now", doNow)]),
            ],
            { Since: { } since } =>
            [
                .. news.Words.Select(words => Paragraph(words)),
                Small(
                    $"{Moment.Time(since, news.At)} to {Moment.Time(news.At, since)}: {PastInWords.Length(news.At - since)}"
                ),
            ],
            _ => news.Words.Select(words => Paragraph(words)),
        };

    private static IEnumerable<JsonObject> Buttons(WatchTold told) =>
        told.News.Kind switch
        {
            WatchNewsKind.Ended => [AgainButton(told.View), CheckButton("Check now", told.View)],
            WatchNewsKind.FaultOver => [CheckButton("Check once more", told.View), StopButton(told.View)],
            _ => [StopButton(told.View)],
        };

    private static IEnumerable<JsonObject> Seen(WatchView view) =>
        view.LastLook is { } at
            ? [Paragraph(string.Join(" ", view.Sees), $"{Times.Utc(at)}:")]
            : [Small(view.Sees.Count > 0 ? string.Join(" ", view.Sees) : "not looked at yet")];

    private static string? Style(WatchNewsKind kind) =>
        kind switch
        {
            WatchNewsKind.FaultBegan => "attention",
            WatchNewsKind.FaultOver or WatchNewsKind.Back => "good",
            WatchNewsKind.Lost => "warning",
            _ => null,
        };

    private static string Tunnel(WatchView view) => $"{view.Gateway} ↔ {view.Peer}";

    private static string Name(Person? by) => by?.Name ?? "somebody";

    private static JsonObject StopButton(WatchView view) =>
        CardButtons.Saying("Stop watching", $"unwatch peer {view.Peer} on {view.Gateway}");

    private static JsonObject AgainButton(WatchView view) =>
        CardButtons.Saying("Watch again", $"watch peer {view.Peer} on {view.Gateway}");

    private static JsonObject CheckButton(string title, WatchView view) =>
        CardButtons.Saying(title, $"check {view.Peer} on {view.Gateway}");
}
