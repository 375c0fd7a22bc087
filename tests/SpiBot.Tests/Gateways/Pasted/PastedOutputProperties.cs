using System.Net;
using CsCheck;
using SpiBot.Gateways.Pasted;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.Pasted;

public sealed class PastedOutputProperties
{
    private static readonly Gen<(string Platform, string Command, string Text)> Sample = Gen.OneOf([
        .. SampleOutputs.All,
    ]);

    /// <summary>What chats, mails and terminals do to a text.</summary>
    private static readonly Gen<Func<string, string>> Mangling = Gen.OneOf(
        Gen.Const<Func<string, string>>(text => string.Join('\n', text.Split('\n').Select(line => line.Trim())) + "\n"),
        Gen.Const<Func<string, string>>(text =>
            string.Join(
                '\n',
                text.Split('\n')
                    .Select(line => string.Join(' ', line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)))
            ) + "\n"
        ),
        Gen.Const<Func<string, string>>(text => text.Replace("\n", "\r\n", StringComparison.Ordinal)),
        Gen.Const<Func<string, string>>(text => text.Replace("\n", "\n\n", StringComparison.Ordinal)),
        Gen.Const<Func<string, string>>(text => text.Replace(" ", "\u00a0", StringComparison.Ordinal)),
        Gen.Const<Func<string, string>>(text => $"```\n{text}\n```"),
        Gen.Const<Func<string, string>>(text => $"<p>look:</p><pre>{WebUtility.HtmlEncode(text)}</pre>"),
        Gen.Const<Func<string, string>>(text =>
            "<div>"
            + WebUtility
                .HtmlEncode(text)
                .Replace("  ", "&nbsp;&nbsp;", StringComparison.Ordinal)
                .Replace("\n", "<br>", StringComparison.Ordinal)
            + "</div>"
        ),
        Gen.Const<Func<string, string>>(text =>
            string.Concat(text.Split('\n').Select(line => $"<p class=\"x\">{WebUtility.HtmlEncode(line)}</p>"))
        ),
        Gen.Const<Func<string, string>>(text => "can you look at this please?\n" + text + "\nthanks\n")
    );

    [Fact]
    public void What_a_chat_does_to_a_text_changes_nothing() =>
        Gen.Select(Sample, Mangling)
            .Sample(
                (sample, mangle) =>
                {
                    var output = Assert.Single(PastedOutput.Read(mangle(sample.Text)).Understood);

                    Assert.Equal((sample.Platform, sample.Command), (output.Platform, output.Command));
                    Assert.Equal(Plain(sample.Text), Told.Of(output.Value));
                },
                iter: 600
            );

    [Fact]
    public void Any_SPIs_are_read_back() =>
        Gen.Select(Sample.Where(s => Spis(s.Text).Any()), Gen.UInt[Spi.Least, uint.MaxValue].Array[8], Gen.Int[0, 12])
            .Sample(
                (sample, numbers, shift) =>
                {
                    // Small ones too: some platforms drop leading zeros, others print them.
                    var old = Spis(sample.Text).Select(s => s.Spi).Distinct().ToList();
                    var map = old.Zip(
                            numbers.Select((n, i) => Spi.From(Math.Max(n >> (i % 2 * shift), 0x100) ^ (uint)i))
                        )
                        .ToDictionary(pair => pair.First, pair => pair.Second);
                    var text = sample.Text;
                    foreach (var (from, i) in old.Select((spi, i) => (spi, i)))
                    {
                        text = text.Replace($"0x{from.Value:X}", $"0x@{i}X", StringComparison.Ordinal)
                            .Replace($"({from.Value})", $"(@{i}D)", StringComparison.Ordinal)
                            .Replace($"{from.Value:X8}", $"@{i}U", StringComparison.Ordinal)
                            .Replace($"{from.Value:x8}", $"@{i}L", StringComparison.Ordinal);
                    }

                    foreach (var (from, i) in old.Select((spi, i) => (spi, i)))
                    {
                        var to = map[from].Value;
                        text = text.Replace($"@{i}X", $"{to:X}", StringComparison.Ordinal)
                            .Replace($"@{i}D", $"{to}", StringComparison.Ordinal)
                            .Replace($"@{i}U", $"{to:X8}", StringComparison.Ordinal)
                            .Replace($"@{i}L", $"{to:x8}", StringComparison.Ordinal);
                    }

                    var expected = Spis(sample.Text).Select(s => (s.Direction, map[s.Spi])).Distinct();
                    Assert.Equal(expected, Spis(text));
                },
                iter: 2_000
            );

    [Fact]
    public void Wrapped_lines_read_the_same_SPIs() =>
        Gen.Select(Sample.Where(s => Spis(s.Text).Any()), Gen.Int[36, 100])
            .Sample(
                (sample, width) =>
                {
                    var output = Assert.Single(PastedOutput.Read(Wrap(sample.Text, width)).Understood);

                    Assert.Equal((sample.Platform, sample.Command), (output.Platform, output.Command));
                    Assert.Equal(Spis(sample.Text), Told.Spis(output.Value).Distinct());
                },
                iter: 1_000
            );

    [Fact]
    public void A_text_in_one_line_reads_the_same_SPIs() =>
        Assert.All(
            SampleOutputs.All.Where(s => Spis(s.Text).Any()),
            sample =>
            {
                var output = Assert.Single(PastedOutput.Read(sample.Text.Replace('\n', ' ') + "\n").Understood);

                Assert.Equal((sample.Platform, sample.Command), (output.Platform, output.Command));
                Assert.Equal(Spis(sample.Text), Told.Spis(output.Value).Distinct());
            }
        );

    [Fact]
    public void Cut_anywhere_no_SA_is_invented() =>
        Assert.All(
            SampleOutputs.All,
            sample =>
            {
                var whole = Spis(sample.Text).ToHashSet();
                for (var length = 0; length < sample.Text.Length; length++)
                {
                    foreach (var output in PastedOutput.Read(sample.Text[..length]).Understood)
                    {
                        Assert.All(Told.Spis(output.Value), spi => Assert.Contains(spi, whole));
                        CheckComplete(sample.Text, length, output);
                    }
                }
            }
        );

    [Fact]
    public void Beginnings_cut_off_and_lines_left_out_invent_no_SA() =>
        Gen.Select(Sample, Gen.Bool.Array[80])
            .Sample(
                (sample, keep) =>
                {
                    var whole = Spis(sample.Text).ToHashSet();
                    var text = string.Join('\n', sample.Text.Split('\n').Where((_, i) => keep[i % keep.Length]));

                    foreach (var output in PastedOutput.Read(text).Understood)
                    {
                        Assert.All(Told.Spis(output.Value), spi => Assert.Contains(spi.Spi, whole.Select(w => w.Spi)));
                    }
                },
                iter: 2_000
            );

    [Fact]
    public void Any_text_has_an_answer() =>
        Gen.Select(
                Gen.OneOf([.. SampleOutputs.All.SelectMany(s => s.Text.Split('\n'))]).Array[0, 12],
                Gen.String[0, 20].Array[12],
                Gen.Int[0, 30].Array[12],
                (lines, noise, cuts) =>
                    string.Join(
                        '\n',
                        lines.Select(
                            (line, i) =>
                                line[..Math.Min(line.Length, cuts[i] * 3)]
                                + noise[i]
                                + line[Math.Min(line.Length, cuts[i])..]
                        )
                    )
            )
            .Sample(
                text =>
                {
                    var pasted = PastedOutput.Read(text);

                    Assert.True(pasted.Understood.Count + pasted.NotUnderstood.Count > 0);
                    Assert.All(pasted.Understood, output => Assert.True(output.Line >= 1 && output.Words.Length > 0));
                },
                iter: 2_000
            );

    [Fact]
    public void Reading_grows_with_the_text_and_no_faster()
    {
        foreach (var (_, _, text) in SampleOutputs.All)
        {
            var many = string.Concat(Enumerable.Repeat(text, 1 + (200_000 / text.Length)));

            Assert.NotEmpty(PastedOutput.Read(many).Understood);
            var joined = PastedOutput.Read(many.Replace('\n', ' ') + "\n");
            Assert.True(joined.Understood.Count > 0 || joined.NotUnderstood.Count > 0);
        }
    }

    private static string Plain(string text) => Told.Of(Assert.Single(PastedOutput.Read(text).Understood).Value);

    private static IEnumerable<(string Direction, Spi Spi)> Spis(string text) =>
        Told.Spis(Assert.Single(PastedOutput.Read(text).Understood).Value).Distinct();

    /// <summary>
    /// A cut at the end of a line may leave no trace; one within a line may not be called complete, unless the rest of the line says nothing more. And half a
    /// pair of SAs is never complete.
    /// </summary>
    private static void CheckComplete(string text, int length, UnderstoodOutput output)
    {
        if (!output.Complete)
        {
            return;
        }

        var end = text.IndexOf('\n', length) is >= 0 and var at ? at : text.Length;
        var inLine = PastedOutput.Read(text[..end] + "\n").Understood[^1];
        Assert.True(
            Told.Of(output.Value) == Told.Of(inLine.Value) || text[..length].TrimEnd(' ', '\t').EndsWith('\n'),
            $"complete after {text[Math.Max(0, length - 40)..length]}"
        );
        var spis = Told.Spis(output.Value).Distinct().ToList();
        Assert.Equal(spis.Count(s => s.Direction == "in"), spis.Count(s => s.Direction == "out"));
    }

    private static string Wrap(string text, int width) =>
        string.Join('\n', text.Split('\n').SelectMany(line => PasteWrap.Of(line, width))) + "\n";
}
