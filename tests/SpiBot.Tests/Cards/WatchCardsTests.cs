using System.Net;
using SpiBot.Cards;
using SpiBot.Operations.Threads;
using SpiBot.Operations.Watches;
using SpiBot.Tests.Gateways.Changes;

namespace SpiBot.Tests.Cards;

public sealed class WatchCardsTests
{
    private static readonly WatchView View = new(
        "hq-fw1",
        IPAddress.Parse("203.0.113.9"),
        Plans.OnCall,
        AlsoBy: null,
        Plans.Noon,
        Plans.Noon.AddHours(8),
        TimeSpan.FromMinutes(1),
        Plans.Noon.AddMinutes(7),
        ["hq-fw1 drops 42 packets a second for an invalid SPI, of all its peers."],
        Plans.Noon.AddMinutes(7)
    );

    [Fact]
    public void A_fault_calls_who_set_the_watch_and_its_message_goes_on()
    {
        var said = Said(WatchNewsKind.FaultBegan, View.Sees, since: null, new Mention("29:1", "On-call engineer"));
        var card = said.Card.ToJsonString();

        Assert.False(said.Final);
        Assert.Equal("A fault begins: hq-fw1 ↔ 203.0.113.9", said.Summary);
        Assert.Contains("29:1", said.Card["msteams"]!["entities"]!.ToJsonString());
        Assert.Contains("42 packets a second", card);
        Assert.Contains("unwatch peer 203.0.113.9 on hq-fw1", card);
    }

    [Fact]
    public void What_is_over_says_how_long_it_lasted()
    {
        var said = Said(WatchNewsKind.FaultOver, ["one child SA, no drops"], Plans.Noon.AddMinutes(-30));
        Assert.True(said.Final);
        Assert.Contains("11:30:00 UTC to 12:00:00 UTC: 30 min", said.Card.ToJsonString());
        Assert.Null(said.Card["msteams"]!["entities"]);
    }

    [Fact]
    public void What_a_device_says_is_no_markdown_and_a_gateway_that_is_away_is_said_in_three_sentences()
    {
        var card = Said(WatchNewsKind.Lost, ["Logging in.", "<at>everyone</at> *no*", "Look at it."]).Card;
        var words = card.ToJsonString();

        Assert.Contains("Tried: ", words);
        Assert.Contains("Do now: ", words);
        Assert.DoesNotContain(
            card["body"]!.AsArray().Where(e => e!["type"]!.GetValue<string>() == "TextBlock"),
            block => block!.ToJsonString().Contains("everyone", StringComparison.Ordinal)
        );
    }

    private static Said Said(
        WatchNewsKind kind,
        IReadOnlyList<string> words,
        DateTimeOffset? since = null,
        params Mention[] people
    ) =>
        ReportCards.For(
            new WatchTold("watch-1/1", View, new WatchNews(1, kind, Plans.Noon, words, since)),
            new Mentioned(people, More: 0, [])
        );
}
