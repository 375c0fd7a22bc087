using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SpiBot.Channel.Turns;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;
using SpiBot.Operations.Watches;
using SpiBot.Tests.Operations;
using SpiBot.Tunnels;

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
    public async Task A_peer_that_nobody_knows_is_watched_once_a_check_has_seen_it()
    {
        await using var host = await Start();
        var unknown = await Spoken.Say(host, Reader, "watch 192.0.2.78 on hq-fw1");
        Assert.Contains("hq-fw1 knows no peer 192.0.2.78: not watched", unknown);
        Assert.Contains("check tunnel to peer 192.0.2.78 on hq-fw1", unknown);
        // A look that sees nothing is no sign of a tunnel.
        await Check(host);
        Assert.Contains("not watched", await Spoken.Say(host, Reader, "watch 192.0.2.78 on hq-fw1"));

        Clock.Advance(TimeSpan.FromSeconds(30));
        Network.Hq.Sas[IPAddress.Parse("192.0.2.78")] = (Spi.From(0x5000_0001), Spi.From(0x6000_0001));
        await Check(host);
        Assert.Contains("Watching hq-fw1", await Spoken.Say(host, Reader, "watch 192.0.2.78 on hq-fw1"));

        static async Task Check(OperationsHost host)
        {
            host.Reporter.Thread = OperationsHost.Thread;
            await host.Check(Guid.NewGuid().ToString(), CheckKind.Compare, peer: IPAddress.Parse("192.0.2.78"));
            await host.Reporter.Next<TunnelDiagnosed>();
        }
    }

    [Theory]
    [InlineData("19:team@thread.tacv2", "19:team@thread.tacv2")]
    [InlineData("19:incident@thread.tacv2", null)]
    public async Task Where_SpiBot_was_taken_out_nothing_is_watched_on(string conversation, string? team)
    {
        await using var host = await Start();
        await Spoken.Say(host, Reader, "watch berlin on hq-fw1");
        await Spoken.Say(host, Reader, "watch hq on berlin-fw1");
        var other = new Venue("another tenant", conversation);
        var watches = host.Services.GetRequiredService<IWatches>();
        const string because = "SpiBot was taken out of the conversation.";
        Assert.Equal(0, await watches.Left(other, team, Reader, because, Ct));
        Assert.Equal(
            0,
            await watches.Left(Shortcuts.Venue with { Conversation = "19:x" }, "19:y", Reader, because, Ct)
        );

        var venue = Shortcuts.Venue with { Conversation = conversation };
        Assert.Equal(2, await watches.Left(venue, team, Reader, because, Ct));
        Assert.Equal(0, await watches.Left(venue, team, Reader, because, Ct));
        Assert.Contains("Nothing is watched", await Spoken.Say(host, Reader, "watches"));
        var ends = await host
            .Services.GetRequiredService<Database>()
            .Read(db => db.Rows("SELECT json FROM journal WHERE kind = 'watch-ended'", r => r.GetString(0)), Ct);
        Assert.Equal(2, ends.Count);
        Assert.All(ends, json => Assert.Contains(because, json));
        Assert.All(ends, json => Assert.Contains(Reader.EntraId, json));
        Assert.Empty(host.Reporter.Taken.OfType<WatchTold>());
    }

    [Fact]
    public async Task The_watches_of_a_deleted_channel_end_and_those_of_the_teams_others_with_the_team()
    {
        await using var host = await Start();
        const string other = "19:other@thread.tacv2";
        await Spoken.Say(host, Reader, "watch berlin on hq-fw1");
        await Spoken.Say(host, Reader, "watch berlin on hq-fw1", other);

        await Spoken.Hears(host, Reader, new Removal.ChannelDeleted(Shortcuts.Venue.Channel), "19:team@thread.tacv2");
        Assert.Contains("Nothing is watched", await Spoken.Say(host, Reader, "watches"));
        Assert.Contains("One tunnel is watched", await Spoken.Say(host, Reader, "watches", other));

        await Spoken.Hears(host, Reader, new Removal.TeamDeleted(), "19:team@thread.tacv2");
        Assert.Contains("Nothing is watched", await Spoken.Say(host, Reader, "watches", other));
        var ends = await host
            .Services.GetRequiredService<Database>()
            .Read(db => db.Rows("SELECT json FROM journal WHERE kind = 'watch-ended'", r => r.GetString(0)), Ct);
        Assert.Single(ends, json => json.Contains("The channel was deleted.", StringComparison.Ordinal));
        Assert.Single(ends, json => json.Contains("The team was deleted.", StringComparison.Ordinal));
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
