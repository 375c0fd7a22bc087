using SpiBot.Gateways.Inventory;

namespace SpiBot.Commands;

/// <summary>What somebody probably meant: each form is filled with the speaker's own peer and gateway and compared word by word.</summary>
internal static class NearestCommand
{
    public static string? To(List<string> words)
    {
        var (untimed, time) = CommandGrammar.SplitTime(words);
        var (head, gateway) = SplitGateway(untimed);
        var spoken = string.Join(' ', head).ToLowerInvariant();
        var best = CommandForm
            .All.Where(form => form.Parts[0].Length > 2 && MayBeMeant(form, head))
            .SelectMany(form => Filled(form, head, gateway, time))
            .Select(c => (c.Text, Distance: EditDistance.Between(spoken, c.Head.ToLowerInvariant())))
            .OrderBy(c => c.Distance)
            .FirstOrDefault();
        return best.Text is not null && best.Distance <= Math.Max(2, spoken.Length / 3) ? best.Text : null;
    }

    /// <summary>A first word that is right is not taken for another; and what may change a box is offered for a slip in its words, never with a word more or less.</summary>
    private static bool MayBeMeant(CommandForm form, List<string> head)
    {
        var first = head[0];
        var isRight = CommandForm.All.Any(known => CommandGrammar.Same(known.Parts[0], first));
        return (!isRight || CommandGrammar.Same(form.Parts[0], first))
            && (form.Parts[0] is not ("clear" or "debug") || form.Parts.Count == head.Count);
    }

    private static IEnumerable<(string Text, string Head)> Filled(
        CommandForm form,
        List<string> head,
        string? gateway,
        string? time
    )
    {
        var tail =
            (gateway is not null && form.OnGateway ? " on " + gateway : "")
            + (time is not null && form.Lasting is not null ? " for " + time : "");
        if (form.Parts.Contains(CommandForm.Spi))
        {
            if (
                form.Shown is not null
                && head.Find(word => word.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) is { } spi
            )
            {
                var asked = form.Words.Replace(CommandForm.Spi, spi, StringComparison.Ordinal);
                yield return (asked, asked);
            }

            yield break;
        }

        if (!form.Parts.Contains(CommandForm.Peer))
        {
            yield return (form.Words + tail, form.Words);
            yield break;
        }

        // The peer is the word that looks like an address; without one, the last word.
        var peer =
            head.FirstOrDefault(word => word.Contains('.') || word.Contains(':')) ?? (head.Count > 1 ? head[^1] : null);
        if (peer is not null)
        {
            var words = form.Words.Replace(CommandForm.Peer, peer, StringComparison.Ordinal);
            yield return (words + tail, words);
        }
    }

    private static (List<string> Head, string? Gateway) SplitGateway(List<string> words) =>
        words.Count > 2 && string.Equals(words[^2], "on", StringComparison.OrdinalIgnoreCase)
            ? (words[..^2], words[^1])
            : (words, null);
}
