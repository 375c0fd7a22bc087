using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// Reads the listing of a command line by line. The first line that has not its form is a failure; so is a refusal wherever it stands, and that weighs more.
/// </summary>
internal sealed class AsaListing<T>(string command, ILineReader<T> lines) : AnswerReader<T>
    where T : class
{
    private (int Number, string Text)? first;
    private Parsed<T>? failed;
    private Parsed<T>? refused;
    private int number = 1;
    private bool afterBlank = true;

    public static Parsed<T> Read(AnswerText text, string command, ILineReader<T> lines)
    {
        var listing = new AsaListing<T>(command, lines);
        return listing.End(text.Walk());
    }

    public override void Take(ReadOnlyMemory<char> part) =>
        Take(new LineWalk(part.Span, number, afterBlank, isPart: true));

    public override Parsed<T> End(ReadOnlyMemory<char> rest) =>
        End(new LineWalk(rest.Span, number, afterBlank, isPart: false));

    private Parsed<T> End(LineWalk rest)
    {
        Take(rest);
        return refused
            ?? failed
            ?? (
                lines.End() is { } read ? Parsed.Of(read)
                : first is { } line ? Parsed.Fail<T>(command, line.Number, lines.Signature, line.Text)
                : Parsed.Fail<T>(command, number, lines.Signature, "nothing")
            );
    }

    private void Take(LineWalk walk)
    {
        while (walk.MoveNext())
        {
            var line = walk.Current;
            first ??= (line.Number, line.Text);
            if (AsaAnswer.IsRefusal(line))
            {
                refused ??= Fail(line, $"the output of {command}");
            }
            else if (failed is null && lines.Take(line) is { } expected)
            {
                failed = Fail(line, expected);
            }
        }

        (number, afterBlank) = (walk.Number, walk.AfterBlank);
    }

    private Parsed<T> Fail(WalkedLine line, string expected) =>
        Parsed.Fail<T>(command, line.Number, expected, line.Text);
}
