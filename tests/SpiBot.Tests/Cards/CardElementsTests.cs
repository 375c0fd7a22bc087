using System.Text.Json.Nodes;
using CsCheck;
using SpiBot.Cards;

namespace SpiBot.Tests.Cards;

public sealed class CardElementsTests
{
    [Theory]
    [InlineData("<at>Everyone</at>", @"\<at\>Everyone\</at\>")]
    [InlineData("[link](https://example.org)", @"\[link\](https://example.org)")]
    [InlineData("**bold** _it_", @"\*\*bold\*\* \_it\_")]
    [InlineData("two\r\nlines", "two  lines")]
    [InlineData("direction \u202eoverride", "direction  override")]
    public void Markdown_and_mentions_lose_their_meaning_in_text_blocks(string text, string shown) =>
        Assert.Equal(shown, CardElements.Escaped(text));

    [Fact]
    public void Device_text_becomes_runs_which_have_no_markdown()
    {
        var paragraph = CardElements.Paragraph("** <at>x</at>", "Came back:");
        Assert.Equal("RichTextBlock", paragraph["type"]!.GetValue<string>());
        Assert.All(paragraph["inlines"]!.AsArray(), run => Assert.Equal("TextRun", run!["type"]!.GetValue<string>()));
    }

    [Fact]
    public void No_text_brings_control_characters_or_endless_lines_into_a_card() =>
        Gen.String.Sample(text =>
        {
            var shown = CardElements.Shown(text + new string('x', 2000));
            Assert.DoesNotContain(shown, char.IsControl);
            Assert.InRange(shown.Length, 1, 1_203);
            _ = JsonNode.Parse(CardElements.Paragraph(text).ToJsonString());
        });
}
