using SpiBot.Channel.Connector;
using SpiBot.Channel.People;
using SpiBot.Conversation;

namespace SpiBot.Tests.Conversation;

public sealed class RostersTests
{
    private static readonly Destination Channel = new(
        "https://smba.trafficmanager.net/emea/",
        "19:c",
        "28:b",
        "t",
        null
    );

    /// <summary>A plan that was posted has asked for all of them, and whoever decides on it is looked up all the same.</summary>
    [Fact]
    public async Task Who_has_left_since_all_were_asked_for_is_not_there_any_more()
    {
        var ct = TestContext.Current.CancellationToken;
        var lea = new ConversationMember("29:lea", "Lea", "0a000000-0000-0000-0000-000000000002", "t", "user", null);
        var connector = new FakeConnector { Everybody = [lea], Roster = _ => lea };
        var rosters = new Rosters(connector, TimeProvider.System);
        Assert.Equal([lea], await rosters.All(Channel, ct));
        Assert.Equal(lea, await rosters.Find(Channel, "29:lea", ct));

        connector.Roster = _ => null;

        Assert.Null(await rosters.Find(Channel, "29:lea", ct));
    }
}
