using System.Text.Json;
using SpiBot.Channel.Activities;

namespace SpiBot.Channel.Turns;

/// <summary>
/// What the person said: the text without what it quotes and without the mentions of the bot (found by id, never by the visible name), hard blanks made plain, line ends made <c>\n</c>, trimmed.
/// Blanks and lines inside stay as they are: people paste tables.
/// </summary>
internal static class TurnText
{
    public static string Of(Activity activity)
    {
        var text = QuotedReply.Typed(activity);
        foreach (var mention in MentionsOfTheBot(activity))
            text = Without(text, mention);
        return text.Replace("&nbsp;", " ", StringComparison.OrdinalIgnoreCase)
            .Replace('\u00a0', ' ')
            .ReplaceLineEndings("\n")
            .Trim();
    }

    private static IEnumerable<string> MentionsOfTheBot(Activity activity)
    {
        if (activity.Recipient?.Id is not { Length: > 0 } bot)
            return [];
        return from entity in activity.Entities ?? []
            where entity.ValueKind == JsonValueKind.Object && JsonText.In(entity, "type") == "mention"
            where entity.TryGetProperty("mentioned", out var mentioned) && JsonText.In(mentioned, "id") == bot
            let text = JsonText.In(entity, "text")
            where text is { Length: > 0 }
            select text;
    }

    /// <summary>Takes the mention out, and one of the two blanks that stood around it.</summary>
    private static string Without(string text, string mention)
    {
        int at;
        while ((at = text.IndexOf(mention, StringComparison.Ordinal)) >= 0)
        {
            var after = at + mention.Length;
            if (at > 0 && text[at - 1] == ' ' && after < text.Length && text[after] == ' ')
                after++;
            text = text[..at] + text[after..];
        }

        return text;
    }
}
