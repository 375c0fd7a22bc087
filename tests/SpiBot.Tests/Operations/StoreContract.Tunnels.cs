using System.Net;
using SpiBot.Operations.History;
using SpiBot.Operations.Storage;
using SpiBot.Tests.Tunnels;
using SpiBot.Tests.Tunnels.History;
using SpiBot.Tunnels.History;

namespace SpiBot.Tests.Operations;

/// <summary>What is remembered of tunnels.</summary>
public abstract partial class StoreContract
{
    [Fact]
    public async Task A_tunnel_is_remembered_by_its_gateway_its_peer_and_its_SPIs()
    {
        var old = Past.Looked(new Story { HqIn = [Some.Sa(Story.Old)] }.Hq(0)).History;
        using (var database = await Opened())
        {
            await History(database).Alter("hq-fw1", Some.BerlinAddress, Some.Time, _ => old, Ct);
        }

        using (var database = await Opened())
        {
            var store = History(database);
            await store.Alter("HQ-FW1", Some.BerlinAddress, Some.Time, history => history.With(new Story().Hq(1)), Ct);
            var found = (await store.Find("hq-fw1", Some.BerlinAddress, Ct))!;
            Assert.Equal(2, found.Looks);
            Assert.Null(await store.Find("hq-fw1", Some.HqAddress, Ct));
            foreach (var spi in new[] { Story.Old, Story.HqAccepts, Story.BerlinAccepts })
            {
                Assert.Equal("hq-fw1", Assert.Single(await store.WithAny([Some.Spi(spi), Some.Spi(7777)], Ct)).Gateway);
            }

            Assert.Empty(await store.WithAny([Some.Spi(7777)], Ct));
            await database.Write(db => db.Run("UPDATE tunnel_history SET schema = 2"), Ct);
            var newer = await Assert.ThrowsAsync<StorageRefusedException>(() =>
                store.Find("hq-fw1", Some.BerlinAddress, Ct)
            );
            Assert.Contains("has schema 2", newer.Message);
        }
    }

    [Fact]
    public async Task Many_who_remember_the_same_tunnel_lose_nothing()
    {
        using var database = await Opened();
        var store = History(database);
        await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    store.Alter(
                        "hq-fw1",
                        Some.BerlinAddress,
                        Some.Time,
                        history => history.With(new PastAction($"a{i}", Some.Time, "hq-fw1", "clear-peer", null)),
                        Ct
                    )
                )
        );
        Assert.Equal(20, (await store.Find("hq-fw1", Some.BerlinAddress, Ct))!.Actions.Count);
    }

    [Fact]
    public async Task What_is_remembered_is_bounded_by_age_and_by_count()
    {
        using var database = await Opened();
        var store = History(database, new HistoryOptions { KeepFor = TimeSpan.FromDays(1), MostTunnels = 3 });
        for (var i = 1; i <= 5; i++)
        {
            var peer = IPAddress.Parse($"192.0.2.{i}");
            var look = new Story { HqIn = [Some.Sa(0x5000u + (uint)i)] }.Hq(0) with { Peer = peer };
            await store.Alter("hq-fw1", peer, Some.Time.AddMinutes(i), history => history.With(look), Ct);
        }

        Assert.Empty(await store.WithAny([Some.Spi(0x5001), Some.Spi(0x5002)], Ct));
        Assert.Equal(3, (await store.WithAny([Some.Spi(0x5003), Some.Spi(0x5004), Some.Spi(0x5005)], Ct)).Count);
        await store.Alter("berlin-fw1", Some.HqAddress, Some.Time.AddDays(2), history => history, Ct);
        Assert.Empty(await store.WithAny([Some.Spi(0x5005)], Ct));
    }

    private static HistoryStore History(Database database, HistoryOptions? options = null) =>
        new(database, Microsoft.Extensions.Options.Options.Create(options ?? new HistoryOptions()));
}
