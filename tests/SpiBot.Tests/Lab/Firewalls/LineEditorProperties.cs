using System.Text;
using CsCheck;

namespace SpiBot.Tests.Lab.Firewalls;

public sealed class LineEditorProperties
{
    /// <summary>Runs of digits (no command begins with one) and of backspaces, long enough to pass the 80th column and to come back.</summary>
    private static readonly Gen<string> Keys = Gen.Select(
            Gen.Int[0, 60],
            Gen.Int[0, 45],
            (letters, backs) => (letters, backs)
        )
        .Array[1, 6]
        .Select(runs =>
        {
            var keys = new StringBuilder();
            foreach (var (letters, backs) in runs)
            {
                for (var i = 0; i < letters; i++)
                {
                    keys.Append((char)('0' + (keys.Length % 10)));
                }

                keys.Append('\b', backs);
            }

            return keys.ToString();
        });

    [Fact]
    public Task The_line_that_counts_is_what_was_not_taken_back_and_the_screen_never_passes_its_width() =>
        Keys.SampleAsync(
            async keys =>
            {
                var network = Screen.Network("healthy", out _);
                await using var terminal = await Terminal.Enabled(network);
                await terminal.Type("!" + keys + "\n");
                var echo = await terminal.Until("\r\n");
                // It is noted between the echo and the next prompt.
                await terminal.Until("# ");
                var line = Typed("!" + keys);
                Assert.Equal(line, line.Length == 0 ? "" : network.TypedLines[^1].Line);

                var (widest, last) = Show("hq-fw1# " + echo);
                Assert.InRange(widest, 8, 79);
                var shown = line.Length <= 71 ? line : line[..70] + "$";
                Assert.Equal(("hq-fw1# " + shown).TrimEnd(), last.TrimEnd());
            },
            iter: 60,
            threads: 1
        );

    private static string Typed(string keys)
    {
        var line = new StringBuilder();
        foreach (var key in keys)
        {
            if (key != '\b')
            {
                line.Append(key);
            }
            else if (line.Length > 0)
            {
                line.Length--;
            }
        }

        return line.ToString();
    }

    /// <summary>A screen of one line: the rightmost column that was written to, and what stands there in the end.</summary>
    private static (int Widest, string Last) Show(string output)
    {
        var cells = Enumerable.Repeat(' ', 1000).ToArray();
        var (column, widest) = (0, 0);
        foreach (var c in output.TrimEnd('\n', '\r'))
        {
            switch (c)
            {
                case '\r':
                    column = 0;
                    break;
                case '\b':
                    column--;
                    break;
                default:
                    cells[column++] = c;
                    widest = Math.Max(widest, column);
                    break;
            }
        }

        return (widest, new string(cells));
    }
}
