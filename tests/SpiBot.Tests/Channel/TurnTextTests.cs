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
