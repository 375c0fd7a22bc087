namespace SpiBot.Gateways.Ssh;

/// <summary>
/// The answer to one line typed alone, while it comes: a long one is handed over in parts, so that of a large listing no more stands on the terminal than has to.
/// Not thread safe.
/// </summary>
/// <param name="typed">The line, whose echo stands before the answer.</param>
/// <param name="take">Takes a part, whole lines, good during the call only; null: the answer is wanted as a whole.</param>
internal sealed class ComingAnswer(ShellDialogue dialogue, string typed, Action<ReadOnlyMemory<char>>? take)
{
    /// <summary>What the first part began with is not asked for any more.</summary>
    private bool begun;

    private bool echoed;

    private TerminalText Terminal => dialogue.Terminal;

    /// <summary>How long nothing may follow what stands now for it to be the end: for <see cref="ShellDialogue.Type"/>.</summary>
    public TimeSpan? QuietBehind()
    {
        HandOver();
        return dialogue.PromptAfter(echoed ? null : typed);
    }

    /// <summary>What follows the parts; where there were none, the whole answer.</summary>
    public string Rest() => begun ? Terminal.Lines : TerminalAnswer.WithoutEcho(Terminal.Finished, typed);

    private void HandOver()
    {
        if (take is null || Terminal.Finished.Length <= dialogue.Limits.PartOfAnswer)
        {
            return;
        }

        if (!begun)
        {
            echoed = TerminalAnswer.EndOfEcho(Terminal.Finished, typed) is not null;
            if (!echoed && TerminalAnswer.EchoMayCome(Terminal.Finished))
            {
                return;
            }

            dialogue.Forget(Terminal.Finished.Length - Rest().Length);
            begun = true;
        }

        if (EndOfPart() is > 0 and var length)
        {
            take(Terminal.Look(length));
            dialogue.Forget(length);
        }
    }

    /// <summary>The last line stays: without one it would seem that nothing has been answered. So does a prompt before it, which may be a notice's, and go with that.</summary>
    private int EndOfPart()
    {
        var lines = Terminal.Finished;
        var last = lines.TrimEnd('\n').LastIndexOf('\n') + 1;
        var before = lines[..last].TrimEnd('\n');
        return dialogue.Prompt?.Matches(before[(before.LastIndexOf('\n') + 1)..]) is true ? 0 : last;
    }
}
