using System.Text.Json;
using System.Text.RegularExpressions;
using SpiBot.Lab.Channel;

namespace SpiBot.EndToEnd.Faults;

/// <summary>A card of SpiBot's as it stood in the channel at one moment.</summary>
/// <param name="Plan">The first six digits of the plan's digest, which every card of a remediation has; null on others.</param>
internal sealed partial record CardSeen(ChannelMessage On, string Text, string? Plan)
{
    private const string Asking = "Was it typed";

    private static readonly string[] Underway =
    [
        "Approve?",
        "Approved:",
        "Looking at",
        Asking,
        "Typed:",
        "Typed in part:",
        "Listening:",
        "The first step did not help.",
    ];

    /// <summary>The titles of what ended otherwise than by being done.</summary>
    private static readonly Dictionary<string, string[]> Titles = new()
    {
        ["denied"] = ["Denied"],
        ["expired"] = ["Expired"],
        // The second: after the first of two steps.
        ["superseded"] = ["Not sent", "The facts have changed"],
        ["failed"] = ["Not done"],
        // The last word only where the answer was no.
        ["answered"] = ["Not done"],
    };

    public static CardSeen? Of(ChannelMessage message) =>
        message is { Author: ChannelMessage.SpiBot, Card: { } card } ? Of(message, CardText.OfCard(card)) : null;

    public JsonElement? Button(string title) =>
        CardButtons
            .Of(On.Card!.Value)
            .Where(button => button.Text("title") == title)
            .Select(button => (JsonElement?)button)
            .FirstOrDefault();

    /// <summary>SpiBot cannot tell whether the line was typed, and asks a person.</summary>
    public bool Asks => Plan is not null && Text.StartsWith(Asking, StringComparison.Ordinal);

    /// <summary>Nothing was done, for nothing could be stored.</summary>
    public bool SaysStoreIsAway => Text.Contains(FaultyLab.StoreAway, StringComparison.Ordinal);

    /// <summary>It asks about a line on this gateway: a plan may have steps on two.</summary>
    public bool AsksAbout(string gateway) => Text.StartsWith($"{Asking} on {gateway}?", StringComparison.Ordinal);

    /// <summary>The remediation has ended, says the card.</summary>
    public bool Ended => Plan is not null && !Underway.Any(word => Text.StartsWith(word, StringComparison.Ordinal));

    /// <summary>The card says that it ended in this way.</summary>
    /// <param name="kind">As the journal names the last entry.</param>
    public bool Tells(string kind) =>
        Ended
        && (
            Titles.TryGetValue(kind, out var titles)
                ? titles.Any(title => Text.StartsWith(title, StringComparison.Ordinal))
                : !Titles
                    .Values.SelectMany(others => others)
                    .Any(other => Text.StartsWith(other, StringComparison.Ordinal))
        );

    private static CardSeen Of(ChannelMessage message, string text) =>
        new(message, text, PlanDigits().Match(text) is { Success: true } plan ? plan.Groups["digits"].Value : null);

    [GeneratedRegex(@"\bplan (?<digits>[0-9a-f]{6})\b", RegexOptions.NonBacktracking)]
    private static partial Regex PlanDigits();
}
