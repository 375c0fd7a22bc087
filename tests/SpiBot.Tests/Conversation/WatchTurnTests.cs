using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Tests.Operations;

namespace SpiBot.Tests.Conversation;

/// <summary>Watches are set, listed and ended by those who may read, in the channel where they are spoken of.</summary>
public sealed class WatchTurnTests : OperationsTests
{
    private static readonly Person Reader = new("0a000000-0000-0000-0000-000000000021", "Rea Reader");
    private static readonly Person HqReader = new("0a000000-0000-0000-0000-000000000022", "Hal Hq");

    public WatchTurnTests()
    {
        Network.Renegotiate();
        Network.Roles =
        [
            new Role("readers", [Reader.EntraId], [Act.Read]),
            new Role("hq", [HqReader.EntraId], [Act.Read], Gateways: ["hq-fw1"]),
        ];
    }

    [Fact]
    public async Task What_is_watched_is_listed_in_its_channel_from_any_thread_and_nowhere_else()
    {
        await using var host = await Start();
        var set = await Spoken.Say(host, Reader, "watch peer berlin on hq-fw1 for 90 min");
        Assert.Contains("Watching hq-fw1", set);
        Assert.Contains("until 13:30:00 UTC", set);
        Assert.Contains("a look every 60 s", set);
        Assert.Contains("unwatch peer 203.0.113.9 on hq-fw1", set);
        Assert.Contains("Still watching", await Spoken.Say(host, Reader, "watch berlin on hq-fw1"));

        var otherThread = Shortcuts.Venue.Channel + ";messageid=2";
        var listed = await Spoken.Say(host, Reader, "watches", otherThread);
        Assert.Contains("One tunnel is watched in this channel", listed);
        Assert.Contains("set up by Rea Reader", listed);
        Assert.Contains("until 20:00:00 UTC", listed);
        Assert.Contains("Nothing is watched", await Spoken.Say(host, Reader, "watches", "19:other@thread.tacv2"));

        Assert.Contains("No longer watched", await Spoken.Say(host, Reader, "unwatch berlin on hq-fw1", otherThread));
        Assert.Contains("is not watched in this channel", await Spoken.Say(host, Reader, "unwatch berlin on hq-fw1"));
        Assert.Contains("Nothing is watched", await Spoken.Say(host, Reader, "watches"));
    }

    [Theory]
    [InlineData("watch berlin on hq-fw1 for 8x", "\\u00228x\\u0022 is no length of time: say it like 8h, 90min or 2d.")]
    [InlineData("watch berlin on hq-fw1 for 0h", "is no length of time")]
    [InlineData("watch berlin on hq-fw1 for 73h", "73h is longer than a watch may last here (72h, Watches:Longest)")]
    [InlineData("watch nowhere", "No gateway in the inventory knows")]
    [InlineData("watch berlni for 2d", "watch peer berlin for 2d")]
    public async Task What_cannot_be_watched_is_answered(string text, string words)
    {
        await using var host = await Start();
        Assert.Contains(words, await Spoken.Say(host, Reader, text));
        Assert.Contains("Nothing is watched", await Spoken.Say(host, Reader, "watches"));
    }

    [Fact]
    public async Task Who_may_not_read_both_ends_neither_sets_nor_sees_it()
    {
        await using var host = await Start();
        Assert.Contains("may not read berlin-fw1", await Spoken.Say(host, HqReader, "watch berlin on hq-fw1"));
        await Spoken.Say(host, Reader, "watch hq on berlin-fw1");
        Assert.Contains("Nothing is watched", await Spoken.Say(host, HqReader, "watches"));
        Assert.Contains("may not read berlin-fw1", await Spoken.Say(host, HqReader, "unwatch hq on berlin-fw1"));
    }
}
