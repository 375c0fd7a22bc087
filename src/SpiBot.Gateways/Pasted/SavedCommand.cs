using System.Text.RegularExpressions;
using SpiBot.Gateways.Platforms;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Pasted;

/// <summary>A command whose saved output can be read: how it is recognised, and how it is read.</summary>
/// <param name="Platform">As in the inventory: <c>cisco_asa</c>.</param>
/// <param name="Command">The command in full, without arguments.</param>
/// <param name="Begins">Whether a line is one that this command's output has, and few others.</param>
/// <param name="ReadLines">The value: an <see cref="SaListing"/>, <see cref="DropCounters"/>, <see cref="IkeListing"/>, …</param>
/// <param name="Heads">Whether a line may stand before those of this output, and of other commands' too: it does where the next one is of this output. Null where there is none.</param>
/// <param name="LineBeginnings">How the lines of its output begin, where they can be put right after a chat has wrapped them; null where its reader does not need that.</param>
public sealed partial record SavedCommand(
    string Platform,
    string Command,
    Func<AnswerLine, bool> Begins,
    Func<AnswerText, Parsed<object>> ReadLines,
    Regex? LineBeginnings = null,
    Func<AnswerLine, bool>? Heads = null
)
{
    /// <summary>All of them, FTD's copies of the ASA's last. Where several would recognise a text, the first that can read it wins.</summary>
    public static IReadOnlyList<SavedCommand> All { get; } =
    [
        .. AsaCommands,
        .. IosCommands,
        .. OtherCommands,
        .. AsaCommands.Where(c => c.Command != "show version").Select(c => c with { Platform = "cisco_ftd" }),
    ];

    /// <summary>Reads lines as they came; where they make no sense, or something may be missing in them, puts wrapped lines right and takes what says more.</summary>
    public Parsed<object> Read(AnswerText text)
    {
        var asPrinted = ReadLines(text);
        if (
            LineBeginnings is null
            || (
                asPrinted.Succeeded
                && Completeness.NoticesWraps(asPrinted.Value)
                && Completeness.IsComplete(asPrinted.Value)
            )
        )
        {
            return asPrinted;
        }

        var putRight = ReadLines(text.Relined(LineBeginnings));
        return putRight.Succeeded && (!asPrinted.Succeeded || SaysMore(putRight.Value, asPrinted.Value))
            ? putRight
            : asPrinted;
    }

    private static bool SaysMore(object putRight, object asPrinted) =>
        (Completeness.IsComplete(putRight), Completeness.IsComplete(asPrinted)) is (true, false)
        || ValueCount.Of(putRight) > ValueCount.Of(asPrinted)
        || (ValueCount.Of(putRight) == ValueCount.Of(asPrinted) && !Completeness.NoticesWraps(asPrinted));

    private static SavedCommand Of<T>(
        string platform,
        string command,
        Func<AnswerLine, bool> begins,
        Func<AnswerText, Parsed<T>> read,
        Regex? lineBeginnings = null,
        Func<AnswerLine, bool>? heads = null
    )
        where T : class =>
        new(
            platform,
            command,
            begins,
            text =>
                read(text) is var parsed && parsed.Succeeded
                    ? Parsed.Of<object>(parsed.Value)
                    : Parsed.Fail<object>(parsed.Failure!),
            lineBeginnings,
            heads
        );
}
