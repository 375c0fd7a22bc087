namespace SpiBot.Commands;

/// <summary>A command that was begun: the words are those of a form, and its peer, its SPI or the gateway behind "on" was not said.</summary>
internal static class IncompleteCommand
{
    /// <summary>Null where it is no such thing.</summary>
    public static Command.Incomplete? Of(List<string> words)
    {
        if (CommandGrammar.Same(words[^1], "on"))
        {
            var rest = words[..^1];
            return CommandForm.All.Any(form => form.OnGateway && CommandGrammar.Fits(form, rest) is not null)
                ? new(string.Join(' ', rest), TargetPart.Gateway)
                : Begun(rest, gateway: null);
        }

        return words is [.. var head, var on, var gateway] && head.Count > 0 && CommandGrammar.Same(on, "on")
            ? Begun(head, gateway)
            : Begun(words, gateway: null);
    }

    private static Command.Incomplete? Begun(List<string> words, string? gateway)
    {
        var form =
            CommandForm.All.FirstOrDefault(form =>
                form.Head.Count == words.Count && Begins(form, words) && HasSlot(form)
            ) ?? OnlyOne([.. CommandForm.All.Where(form => form.Shown is not null && Begins(form, words))]);
        return form is not null && HasSlot(form) && (gateway is null || form.OnGateway)
            ? new(
                string.Join(' ', form.Head),
                form.Parts.Contains(CommandForm.Spi) ? TargetPart.Spi : TargetPart.Peer,
                gateway
            )
            : null;
    }

    private static CommandForm? OnlyOne(IReadOnlyList<CommandForm> forms) => forms.Count == 1 ? forms[0] : null;

    private static bool HasSlot(CommandForm form) => form.Head.Count < form.Parts.Count;

    private static bool Begins(CommandForm form, List<string> words) =>
        words.Count > 0
        && words.Count <= form.Head.Count
        && words.Select((word, i) => CommandGrammar.Same(word, form.Head[i])).All(same => same);
}
