using System.Text.Json;
using CsCheck;
using SpiBot.Channel.Activities;
using SpiBot.Channel.Turns;

namespace SpiBot.Tests.Channel;

public sealed class TurnTextTests
{
    [Theory]
    [InlineData("<at>SpiBot</at> check 203.0.113.9", "check 203.0.113.9")]
    [InlineData("<at>SpiBot</at>&nbsp;check 203.0.113.9\r\n", "check 203.0.113.9")]
    [InlineData("check <at>SpiBot</at> 203.0.113.9", "check 203.0.113.9")]
    [InlineData("check 203.0.113.9 <at>SpiBot</at>", "check 203.0.113.9")]
    [InlineData("<at>SpiBot</at> <at>SpiBot</at> help", "help")]
    [InlineData("check\u00a0203.0.113.9", "check 203.0.113.9")]
    [InlineData("<at>SpiBot</at>", "")]
    [InlineData("first\r\nsecond  column", "first\nsecond  column")]
    public void The_mention_goes_and_blanks_are_tidied(string text, string expected) =>
        Assert.Equal(expected, TurnText.Of(Said(text, "28:bot", "<at>SpiBot</at>")));

    [Fact]
    public void A_mention_of_somebody_else_stays_whatever_name_it_shows() =>
        Assert.Equal(
            "<at>SpiBot</at> help",
            TurnText.Of(Said("<at>SpiBot</at> help", "29:a person named SpiBot", "<at>SpiBot</at>"))
        );

    [Fact]
    public void Entities_of_any_shape_do_no_harm()
    {
        var activity = new Activity
        {
            Text = "help",
            Recipient = new ChannelAccount { Id = "28:bot" },
            Entities =
            [
                .. JsonDocument
                    .Parse("""[1,"x",null,{},{"type":"mention"},{"type":"mention","mentioned":3}]""")
                    .RootElement.EnumerateArray(),
            ],
        };

        Assert.Equal("help", TurnText.Of(activity));
    }

    [Fact]
    public void Wherever_and_however_often_the_bot_is_mentioned_the_words_remain_in_order()
    {
        var words = Gen.String[Gen.Char["abc.0123456789"], 1, 8].Array[1, 6];
        var mentionedBefore = Gen.Bool.Array[6];
        Gen.Select(words, mentionedBefore)
            .Sample(
                (said, mentions) =>
                {
                    var text = string.Join(
                        ' ',
                        said.Select((word, i) => mentions[i] ? "<at>Spi Bot</at> " + word : word)
                    );
                    return TurnText.Of(Said(text, "28:bot", "<at>Spi Bot</at>")) == string.Join(' ', said);
                }
            );
    }

    /// <summary>What Teams' clients send: a mark in the text, and the quoted words only in the HTML.</summary>
    [Theory]
    [InlineData("<quoted messageId=\"1783419459151\"/><at>SpiBot</at> check 203.0.113.9", "check 203.0.113.9")]
    [InlineData("<at>SpiBot</at> <quoted messageId=\"1\"/> check 203.0.113.9", "check 203.0.113.9")]
    [InlineData("<quoted messageId=\"1\">check 192.0.2.1</quoted>\r\n<at>SpiBot</at> help", "help")]
    [InlineData("<quoted messageId=\"1\"/>", "")]
    [InlineData("<quoted messageId=\"1\"/><quoted messageId=\"2\"/> help", "help")]
    public void What_is_quoted_was_not_said(string text, string expected) =>
        Assert.Equal(expected, TurnText.Of(Quoting(text, "<p>approvals</p>", "help")));

    /// <summary>Where the quoted words stand in the text, the HTML says which they are.</summary>
    [Theory]
    [InlineData("<p>help</p>", "help")]
    [InlineData(
        "<p><span itemscope itemtype=\"http://schema.skype.com/Mention\" itemid=\"0\">SpiBot</span>&nbsp;check 203.0.113.9</p>",
        "check 203.0.113.9"
    )]
    [InlineData("<div>first<br>a &lt;b&gt;  &amp; c</div>\n<p>last</p>", "first\na <b>  & c\nlast")]
    [InlineData("", "")]
    public void What_is_quoted_in_the_text_was_not_said_either(string typed, string expected)
    {
        foreach (
            var text in (string[])["Ann Other\r\nclear both ends berlin\r\nhelp", "clear both ends berlin", "help"]
        )
        {
            Assert.Equal(
                expected,
                TurnText.Of(Quoting(text, "clear both <blockquote>ends</blockquote> berlin", typed))
            );
        }
    }

    [Fact]
    public void Where_nothing_is_quoted_the_text_counts_and_no_HTML()
    {
        var activity = WithHtml("check 203.0.113.9", "<blockquote>drops</blockquote><p>help</p>");
        Assert.Equal("check 203.0.113.9", TurnText.Of(activity));
    }

    [Fact]
    public void Any_text_and_any_HTML_is_read_in_time()
    {
        var many = string.Concat(
            Enumerable.Repeat("<quoted <blockquote itemtype=\"http://schema.skype.com/Reply\" <", 10_000)
        );
        Assert.NotNull(TurnText.Of(WithHtml(many, many)));
        Gen.String.Sample(html => TurnText.Of(Quoting("x", html, html)) is not null);
    }

    private static Activity Quoting(string text, string quoted, string typed) =>
        WithHtml(
            text,
            $"""
            <blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="1783419459151">
            <strong itemprop="mri" itemid="8:orgid:548ef459">Ann Other</strong><span itemprop="time" itemid="1783419459151"></span>
            <p itemprop="preview">{quoted}</p>
            </blockquote>
            {typed}
            """
        );

    private static Activity WithHtml(string text, string html) =>
        Said(text, "28:bot", "<at>SpiBot</at>") with
        {
            Rest = new Dictionary<string, JsonElement>
            {
                ["attachments"] = JsonSerializer.SerializeToElement(
                    new[] { new { contentType = "text/html", content = html } }
                ),
            },
        };

    private static Activity Said(string text, string mentioned, string mention) =>
        new()
        {
            Text = text,
            Recipient = new ChannelAccount { Id = "28:bot" },
            Entities =
            [
                JsonSerializer.SerializeToElement(
                    new
                    {
                        type = "mention",
                        text = mention,
                        mentioned = new { id = mentioned },
                    }
                ),
            ],
        };
}
