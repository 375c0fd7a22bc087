using CsCheck;
using SpiBot.Lab.Channel;

namespace SpiBot.Tests.Lab.Channel;

public sealed class CardTextTests
{
    [Fact]
    public void A_diagnosis_reads_from_top_to_bottom()
    {
        var card = Json.Parse(
            """
            {
              "type": "AdaptiveCard", "version": "1.5",
              "body": [
                { "type": "TextBlock", "text": "Berlin sends with an SPI that HQ no longer knows" },
                { "type": "ColumnSet", "separator": true, "columns": [
                  { "items": [{ "type": "TextBlock", "text": "Berlin sends" }, { "type": "TextBlock", "text": "8a41c77e" }] },
                  { "items": [{ "type": "TextBlock", "text": "HQ accepts" }, { "type": "TextBlock", "text": "e6376de9" }] }
                ] },
                { "type": "Table", "rows": [
                  { "cells": [{ "items": [] }, { "items": [{ "type": "TextBlock", "text": "Before" }] }] },
                  { "cells": [{ "items": [{ "type": "TextBlock", "text": "Drops" }] }, { "items": [{ "type": "TextBlock", "text": "42/s" }] }] }
                ] },
                { "type": "FactSet", "facts": [{ "title": "Why", "value": "a rekey" }, { "title": "Helps", "value": "**yes**" }] },
                { "type": "TextBlock", "text": "later", "isVisible": false }
              ],
              "actions": [
                { "type": "Action.Execute", "title": "Propose the clear" },
                { "type": "Action.ShowCard", "title": "Evidence", "card": { "body": [{ "type": "TextBlock", "text": "line 1" }] } }
              ]
            }
            """
        );

        Assert.Equal(
            """
            Berlin sends with an SPI that HQ no longer knows

            Berlin sends   HQ accepts
            8a41c77e       e6376de9
                    Before
            Drops   42/s
            Why     a rekey
            Helps   yes
                later
            [Propose the clear] [Evidence]
            [Evidence] unfolds:
                line 1
            """,
            CardText.OfCard(card),
            ignoreLineEndingDifferences: true
        );
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("**bold** and *italic* and _too_", "bold and italic and too")]
    [InlineData(@"np\-sp\-invalid\-spi \*not bold\*", "np-sp-invalid-spi *not bold*")]
    [InlineData("snake_case_name stays", "snake_case_name stays")]
    [InlineData("2 * 3 * 4", "2 * 3 * 4")]
    [InlineData("[Cisco](https://example.org/a)", "Cisco (https://example.org/a)")]
    [InlineData(@"\[no link\](x)", "[no link](x)")]
    [InlineData("a &lt;b&gt; &amp; c; d & e;", "a <b> & c; d & e;")]
    [InlineData(@"back\slash", @"back\slash")]
    [InlineData("**open", "**open")]
    public void Markdown_becomes_the_words_it_shows(string markdown, string words) =>
        Assert.Equal(words, PlainWords.Of(markdown));

    [Fact]
    public void Whatever_text_was_escaped_comes_out_as_it_was() =>
        Gen.String[Gen.Char["ab1 *_[]()\\`~&#;.-<>!|\"'\n"], 0, 40]
            .Sample(text => Assert.Equal(text, PlainWords.Of(Escaped(text))));

    [Fact]
    public void Any_text_at_all_is_read_to_its_end() =>
        Gen.String[Gen.Char["ab *_[]()\\&;"], 0, 60].Sample(text => PlainWords.Of(text).Length <= text.Length + 20);

    private static string Escaped(string text) =>
        string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || char.IsWhiteSpace(c) ? $"{c}" : $"\\{c}"));
}
