using CsCheck;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.CiscoAsa;

public sealed class ShowAspDropTests
{
    private static readonly Gen<string> Keyword = Gen.String[Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789-_"], 1, 24]
        .Select(s => "k" + s);

    private static readonly Gen<string> Label = Gen.String[Gen.Char["ABCabc 0123456789(),/-."], 1, 120]
        .Select(s => "L" + string.Join(' ', s.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    private static readonly Gen<(string Label, string Keyword, long Count)[]> Rows = Gen.Select(
            Label,
            Keyword,
            Gen.Long[1, uint.MaxValue]
        )
        .Array[0, 12]
        .Select(rows => rows.DistinctBy(row => PrintedKeyword(row.Item1, row.Item2)).ToArray());

    [Fact]
    public void What_is_printed_is_read_back_with_labels_cut_at_a_hundred() =>
        Gen.Select(Rows, Rows).Sample((frame, flow) => Assert.Equal(Expected(frame, flow), Shown(Print(frame, flow))));

    [Fact]
    public void Lost_alignment_changes_nothing() =>
        Gen.Select(Rows, Rows)
            .Sample(
                (frame, flow) =>
                    Assert.Equal(
                        Expected(frame, flow),
                        Shown(
                            string.Join(
                                "\r\n",
                                Print(frame, flow)
                                    .Split('\n')
                                    .Select(line =>
                                        string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                                    )
                            )
                        )
                    )
            );

    [Fact]
    public void A_text_cut_anywhere_has_no_row_that_was_not_printed() =>
        Gen.Select(Rows, Rows, Gen.Double[0, 1])
            .Sample(
                (frame, flow, where) =>
                {
                    var text = Print(frame, flow);
                    var whole = ShowAspDrop.Read(text).Value!.Counts;
                    var cut = ShowAspDrop.Read(text[..(int)(where * text.Length)]);
                    Assert.True(!cut.Succeeded || cut.Value.Counts.SequenceEqual(whole.Take(cut.Value.Counts.Count)));
                },
                iter: 2_000
            );

    [Theory]
    [InlineData("Frame drop:\n  Invalid SPI (np-sp-invalid-spi)                                          18895\n")]
    [InlineData("Frame drop:\nInvalid SPI (np-sp-invalid-spi) 18895")]
    [InlineData("Frame drop:\n  Invalid SPI                                                              18895\n")]
    [InlineData("Invalid SPI (np-sp-invalid-spi) 18895\n\nLast clearing: Never\n")]
    public void The_row_this_is_all_about(string text)
    {
        var drops = ShowAspDrop.Read(text);

        Assert.True(drops.Succeeded, drops.Failure?.ToString());
        Assert.Equal(18895, drops.Value.InvalidSpis);
        Assert.True(drops.Value.FrameRead);
        Assert.False(drops.Value.FlowRead);
    }

    [Fact]
    public void The_same_keyword_counts_different_things_in_the_two_sections()
    {
        var drops = ShowAspDrop.Read(
            """
            Frame drop:
              Flow is denied by configured rule (acl-drop)                              2077

            Last clearing: 10:43:33 EDT Mar 27 2019 by genie

            Flow drop:
              Flow is denied by access rule (acl-drop)                                192350

            Last clearing: Never  
            """
        );

        Assert.Equal(2077, drops.Value?.Of(DropSection.Frame, "acl-drop"));
        Assert.Equal(192350, drops.Value?.Of(DropSection.Flow, "acl-drop"));
        Assert.Equal(0, drops.Value?.InvalidSpis);
        Assert.Equal("10:43:33 EDT Mar 27 2019 by genie", drops.Value?.FrameLastClearing);
        Assert.Equal("Never", drops.Value?.FlowLastClearing);
    }

    [Theory]
    [InlineData("Frame drop:\n  Invalid SPI (np-sp-invalid-spi)     many\n", 2)]
    [InlineData("Frame drop:\n  Invalid SPI (np-sp-inval", 2)]
    [InlineData("Frame drop:\n  Invalid SPI (np-sp-invalid-spi)                                          188", 2)]
    [InlineData("Frame drop:\n  TCP failed 3", 2)]
    [InlineData("Frame drop:\n  Invalid SPI (np-sp-invalid-spi) 99999999999999999999\n", 2)]
    [InlineData("No route to host (no-route) 30\n", 1)]
    [InlineData("ERROR: % Invalid input detected at '^' marker.\n", 1)]
    [InlineData("", 1)]
    public void A_row_that_is_not_understood_never_becomes_a_zero(string text, int line) =>
        Assert.Equal(line, ShowAspDrop.Read(text).Failure?.Line);

    [Fact]
    public void Two_rows_whose_keywords_are_cut_to_the_same_rest_are_kept_apart()
    {
        var (first, second) = (new string('A', 98), new string('B', 98));
        var drops = ShowAspDrop.Read(
            "Frame drop:\n"
                + AsaPrinter.DropRow($"{first[..97]} (kx)", 1)
                + AsaPrinter.DropRow($"{second[..97]} (ky)", 2)
        );

        Assert.Equal(["k 1", $"{second[..97]} (k 2"], drops.Value?.Counts.Select(c => $"{c.Keyword} {c.Count}"));
    }

    [Fact]
    public void A_box_prints_both_sections_so_an_answer_without_one_is_not_read()
    {
        Assert.False(ShowAspDrop.Query.Read("Flow drop:\n\nLast clearing: Never\n").Succeeded);
        Assert.False(ShowAspDrop.Query.Read("Frame drop:\n\nLast clearing: Never\n").Succeeded);
        Assert.True(
            ShowAspDrop
                .Query.Read("Frame drop:\n\nLast clearing: Never\n\nFlow drop:\n\nLast clearing: Never")
                .Succeeded
        );
    }

    private static string Print(
        (string Label, string Keyword, long Count)[] frame,
        (string Label, string Keyword, long Count)[] flow
    ) =>
        "\nFrame drop:\n"
        + string.Concat(frame.Select(r => AsaPrinter.DropRow($"{r.Label} ({r.Keyword})", r.Count)))
        + "\nLast clearing: Never\n\nFlow drop:\n"
        + string.Concat(flow.Select(r => AsaPrinter.DropRow($"{r.Label} ({r.Keyword})", r.Count)))
        + "\nLast clearing: 10:43:33 EDT Mar 27 2019 by genie";

    /// <summary>What the text still says: a keyword whose end was cut off is as long as it was printed, and a label whose keyword is gone is the key.</summary>
    private static string Expected(
        (string Label, string Keyword, long Count)[] frame,
        (string Label, string Keyword, long Count)[] flow
    )
    {
        IEnumerable<string> Keys(DropSection section, (string Label, string Keyword, long Count)[] rows) =>
            rows.Where(row => PrintedKeyword(row.Label, row.Keyword) is not null)
                .Select(row => $"{section} {PrintedKeyword(row.Label, row.Keyword)} {row.Count}");
        return string.Join('\n', Keys(DropSection.Frame, frame).Concat(Keys(DropSection.Flow, flow)));
    }

    /// <summary>What the cut at 100 characters leaves of a keyword; null when nothing.</summary>
    private static string? PrintedKeyword(string label, string keyword)
    {
        var printed = $"{label} ({keyword})";
        printed = printed[..Math.Min(printed.Length, 100)];
        return printed.Length > label.Length + 2 ? printed[(label.Length + 2)..].TrimEnd(')') : null;
    }

    /// <summary>The rows with a keyword: generated keywords begin with k, labels with L.</summary>
    private static string Shown(string text)
    {
        var parsed = ShowAspDrop.Read(text);
        Assert.True(parsed.Succeeded, parsed.Failure?.ToString());
        Assert.Equal(
            ("Never", "10:43:33 EDT Mar 27 2019 by genie"),
            (parsed.Value.FrameLastClearing, parsed.Value.FlowLastClearing)
        );
        return string.Join(
            '\n',
            parsed.Value.Counts.Where(c => c.Keyword.StartsWith('k')).Select(c => $"{c.Section} {c.Keyword} {c.Count}")
        );
    }
}
