using System.Text;
using CsCheck;
using SpiBot.Gateways.Ssh;

namespace SpiBot.Tests.Gateways.Ssh;

public sealed class TerminalTextTests
{
    private const string Pager = "<--- More --->";

    [Theory]
    [InlineData("a\r\nb\r\n", "a\nb\n", "")]
    [InlineData("a\r\r\nb\r\r\n", "a\nb\n", "")]
    [InlineData("a\n\rb\n\r", "a\nb\n", "")]
    [InlineData("a\r\n\rb\r\n\r", "a\nb\n", "")]
    [InlineData("a\r\n\r\nb", "a\n\n", "b")]
    [InlineData("\rciscoasa> ", "", "ciscoasa> ")]
    [InlineData("one\r\n<--- More --->\r              \rtwo\r\n", "one\ntwo\n", "")]
    [InlineData("one\r\n<--- More --->\r            \rtwo\r\n", "one\ntwo\n", "")]
    [InlineData("<--- More --->\rnext is longer than it\r\n", "next is longer than it\n", "")]
    [InlineData("<--- More --->\r              \r\r\nnext\r\n", "\nnext\n", "")]
    [InlineData("<--- More --->", "", "<--- More --->")]
    [InlineData("shpw\b\bow\r\n", "show\n", "")]
    [InlineData("\u001b[2Kciscoasa# \u001b[1;31mred\u001b[0m\a\r\n", "ciscoasa# red\n", "")]
    [InlineData(
        "\u001b[?2004h\u001b]0;root@gw: ~\a\u001b[01;32mroot@gw\u001b[00m:\u001b[01;34m~\u001b[00m# ",
        "",
        "root@gw:~# "
    )]
    [InlineData("date\r\n\u001b[?2004l\rTue\r\n\u001b[?2004hgw$ ", "date\nTue\n", "gw$ ")]
    [InlineData("\u001b]2;a title\u001b\\gw$ ", "", "gw$ ")]
    [InlineData("\u001b]2;a title without an end\r\ngw$ ", "\n", "gw$ ")]
    [InlineData("\u001b(B\u001b[mgw$ ", "", "gw$ ")]
    [InlineData("caf\u00e9 \u2713\r\n", "caf\u00e9 \u2713\n", "")]
    [InlineData("  Invalid SPI (np-sp-invalid-spi)     4  \r\n", "  Invalid SPI (np-sp-invalid-spi)     4  \n", "")]
    [InlineData("a\tb\0\r\n", "a\tb\n", "")]
    public void Shows_what_a_terminal_shows(string received, string lines, string current)
    {
        var terminal = Show([Encoding.UTF8.GetBytes(received)]);

        Assert.Equal((lines, current), (terminal.Lines, terminal.CurrentLine.ToString()));
    }

    [Fact]
    public void However_the_bytes_are_split_the_outcome_is_the_same()
    {
        var piece = Gen.OneOf(
            Gen.OneOf(
                "\r",
                "\n",
                "\r\n",
                "\b",
                "\u001b[2K",
                "\u001b",
                "\u001b]0;t\a",
                "\u001b]",
                "\u001b(B",
                Pager,
                "   ",
                "ciscoasa# ",
                "\u2713",
                "abc"
            ),
            Gen.Char[' ', '~'].Array[0, 6].Select(chars => new string(chars))
        );
        var bytes = Gen.OneOf(
            piece.Array[0, 30].Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces))),
            Gen.Byte.Array[0, 60]
        );
        Gen.Select(bytes, Gen.Int[1, 7].Array[1, 20])
            .Sample(
                (all, sizes) =>
                {
                    var whole = Show([all]);
                    var split = Show(Split(all, sizes));
                    return (whole.Lines, whole.CurrentLine.ToString(), whole.HasLines)
                        == (split.Lines, split.CurrentLine.ToString(), split.HasLines);
                }
            );
    }

    [Fact]
    public void Lines_come_back_whatever_ends_them_and_wherever_the_pager_stood()
    {
        var line = Gen.Char['!', '~'].Array[0, 40].Select(chars => new string(chars)).Where(text => text != Pager);
        var end = Gen.OneOf("\r\n", "\r\r\n", "\n\r", "\r\n\r");
        var erased = Gen.OneOf("", $"{Pager}\r              \r", $"{Pager}\r            \r", $"{Pager}\r");
        // A shorter line after a mark that only a carriage return erases is what TerminalText clears by itself.
        Gen.Select(Gen.Select(line, erased).Array[0, 12], end)
            .Sample(
                (lines, lineEnd) =>
                {
                    var text = string.Concat(lines.Select(l => l.Item2 + l.Item1 + lineEnd));
                    return Show([Encoding.UTF8.GetBytes(text)]).Lines
                        == string.Concat(lines.Select(l => l.Item1 + "\n"));
                }
            );
    }

    [Fact]
    public void A_line_without_end_is_no_prompt_and_costs_no_more_than_itself()
    {
        var terminal = Show([.. Enumerable.Repeat(Encoding.UTF8.GetBytes(new string('#', 1000)), 100)]);

        Assert.Equal("", terminal.CurrentLine.ToString());
        Assert.Equal(100_000, terminal.Taken);
    }

    private static TerminalText Show(IEnumerable<byte[]> fragments)
    {
        var terminal = new TerminalText(Pager);
        foreach (var fragment in fragments)
        {
            terminal.Take(fragment);
        }

        return terminal;
    }

    private static IEnumerable<byte[]> Split(byte[] all, int[] sizes)
    {
        var at = 0;
        for (var i = 0; at < all.Length; i++)
        {
            var size = Math.Min(sizes[i % sizes.Length], all.Length - at);
            yield return all[at..(at + size)];
            at += size;
        }
    }
}
