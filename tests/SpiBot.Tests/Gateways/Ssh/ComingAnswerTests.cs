using System.Text;
using CsCheck;
using SpiBot.Gateways.Ssh;

namespace SpiBot.Tests.Gateways.Ssh;

/// <summary>Long answers to lines typed one by one, in made-up time: they are handed over in parts, and nothing of them is lost or said twice.</summary>
public sealed class ComingAnswerTests
{
    private const string Prompt = "ciscoasa# ";
    private const string Notice = "Beginning configuration replication: Sending to mate.";
    private const string Question = "Would you like to enable anonymous error reporting? [Y]es, [N]o, [A]sk later: ";

    private readonly SteppedClock clock = new();

    [Fact]
    public async Task The_parts_and_what_follows_them_are_the_answer_as_a_whole()
    {
        var line = Gen.OneOf(
            Gen.Const("show many"),
            Gen.Const(""),
            Gen.Const(Prompt),
            Gen.Const(Prompt + "\r\n" + Notice),
            Gen.Const("<--- More --->\r              \rIPv4"),
            Gen.Char['a', 'z'].Array[1, 60].Select(letters => new string(letters))
        );
        await Gen.Select(line.List[0, 30], Gen.Int[1, 200], Gen.Int[1, 100], Gen.OneOf("", "% a notice first\r\n"))
            .SampleAsync(
                async (lines, size, part, beforeEcho) =>
                {
                    var printed = beforeEcho + "show many\r\n" + string.Concat(lines.Select(one => one + "\r\n"));

                    var whole = await Ask(printed, size, part: int.MaxValue);
                    var inParts = await Ask(printed, size, part);

                    Assert.Single(whole.Parts);
                    Assert.Equal(whole.Text, inParts.Text);
                },
                iter: 300,
                threads: 1
            );
    }

    [Fact]
    public async Task Of_a_long_answer_no_more_is_held_than_has_to_be()
    {
        var printed = "show many\r\n" + string.Concat(Enumerable.Repeat(new string('x', 99) + "\r\n", 100));

        var read = await Ask(printed, size: 1000, part: 2000);

        Assert.Equal(100 * 100, read.Text.Length);
        Assert.InRange(read.Parts.Count, 4, 7);
        Assert.All(read.Parts, one => Assert.InRange(one, 0, 2000 + 1000));
    }

    [Fact]
    public async Task An_answer_that_is_too_long_as_a_whole_is_cut_off()
    {
        var printed = "show many\r\n" + string.Concat(Enumerable.Repeat("0123456789\r\n", 10_000));

        var read = await Ask(printed, size: 1000, part: 2000, longest: 64 * 1024);

        Assert.Equal(ShellStop.TooLong, read.Stop);
    }

    [Fact]
    public async Task What_was_handed_over_is_forgotten_where_the_box_asked_something_and_the_line_is_typed_again()
    {
        var printed = "show many\r\n" + string.Concat(Enumerable.Repeat("0123456789\r\n", 50));
        var asked = 0;
        var box = new HandFedChannel(
            clock,
            typed =>
                typed switch
                {
                    "" => [new("\r\n" + Prompt)],
                    "A" => [new("A\r\nend\r\n" + Prompt)],
                    _ when ++asked == 1 => [.. Fragments(printed, 100), new(Question)],
                    _ => [.. Fragments(printed, 100), new("end\r\n" + Prompt)],
                }
        );
        var session = await Session(box, part: 100);

        var answer = await clock.Drive(session.Ask(Bench.Text("show many"), Ct));

        Assert.Equal(string.Concat(Enumerable.Repeat("0123456789\n", 50)) + "end\n", answer.Value);
        Assert.Equal(["show many", "A", "show many"], box.Typed.Where(typed => typed.Length > 0));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private async Task<GatewaySession> Session(HandFedChannel box, int part)
    {
        var limits = new SessionLimits { PartOfAnswer = part };
        return Bench.SessionOf(await Learned(box, limits), box, limits, clock);
    }

    private async Task<(ShellStop Stop, string Text, List<int> Parts)> Ask(
        string printed,
        int size,
        int part,
        int longest = int.MaxValue
    )
    {
        var box = new HandFedChannel(
            clock,
            typed => typed.Length == 0 ? [new("\r\n" + Prompt)] : Fragments(printed + Prompt, size)
        );
        var shell = await Learned(box, new SessionLimits { PartOfAnswer = part, LongestAnswer = longest });
        var (text, parts) = (new StringBuilder(), new List<int>());

        var reply = await clock.Drive(shell.Type("show many", static () => true, Ct, Take));
        Take(reply.Text);
        return (reply.Stop, text.ToString(), parts);

        void Take(ReadOnlyMemory<char> lines)
        {
            text.Append(lines);
            parts.Add(lines.Length);
        }
    }

    private async Task<Shell> Learned(HandFedChannel box, SessionLimits limits)
    {
        var shell = new Shell(box, new AsaLike().Dialect, limits, clock);
        Assert.Equal(ShellStop.Done, await clock.Drive(shell.Learn(Ct)));
        return shell;
    }

    private static IReadOnlyList<Fragment> Fragments(string text, int size) =>
        [.. text.Chunk(size).Select(piece => new Fragment(new string(piece)))];
}
