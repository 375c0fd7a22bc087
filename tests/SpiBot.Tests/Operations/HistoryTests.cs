using Microsoft.Extensions.DependencyInjection;
using SpiBot.Operations.Checks;
using SpiBot.Operations.History;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;
using SpiBot.Tunnels;
using SpiBot.Tunnels.History;

namespace SpiBot.Tests.Operations;

public sealed class HistoryTests : OperationsTests
{
    [Fact]
    public async Task Every_reading_of_a_check_is_remembered_at_both_ends()
    {
        await using var host = await Start();
        var diagnosed = await Diagnosed(host);
        var ours = diagnosed.Evidence.Ours.History!;
        Assert.Equal((2, 300L), (ours.Looks, ours.Drops.Single().Dropped));
        Assert.Equal(2, diagnosed.Evidence.Theirs!.History!.Looks);
        var found = await Histories(host).Find("hq-fw1", FakeNetwork.BerlinAddress, Ct);
        Assert.Equal("peer-on-old-sa", Assert.Single(found!.Faults).Cause);
        var theirs = await Histories(host).Find("berlin-fw1", FakeNetwork.HqAddress, Ct);
        Assert.Equal("stale-outbound", Assert.Single(theirs!.Faults).Cause);
        Assert.Equal(2, (await Histories(host).WithAny([Spi.From(0x2000_0001)], Ct)).Count);
    }

    [Fact]
    public async Task The_next_check_knows_whose_the_old_SPI_was_and_how_often_it_happened()
    {
        Network.Hq.Sas[FakeNetwork.BerlinAddress] = (Spi.From(0x1000_0001), Spi.From(0x2000_0001));
        await using (var host = await Start())
        {
            await host.Check("before", CheckKind.Compare, peer: FakeNetwork.BerlinAddress);
            await host.Reporter.Next<TunnelDiagnosed>();
        }

        // The rekey that Berlin does not notice.
        Network.Reset();
        Clock.Advance(TimeSpan.FromMinutes(5));
        await using (var host = await Start())
        {
            var said = string.Join(
                ' ',
                PastInWords.Of((await Diagnosed(host)).Diagnosis, (await Diagnosed(host, "again")).Evidence)
            );
            Assert.Contains("berlin-fw1 still sends with 10000001, which hq-fw1 replaced by 10000002", said);
            Assert.Contains("between 12:00:00 UTC and 12:05:00 UTC", said);
        }
    }

    [Fact]
    public async Task A_clear_is_remembered_with_its_outcome_where_it_was_made_and_where_it_was_asked()
    {
        await using var host = await Start();
        var proposed = await Proposed(host);
        await host.Remediation(proposed.View.Plan.Id).Approve(proposed.View.Digest, OperationsHost.Lead, Ct);
        await LookUntilVerified(host);
        foreach (
            var (gateway, peer) in new[]
            {
                ("berlin-fw1", FakeNetwork.HqAddress),
                ("hq-fw1", FakeNetwork.BerlinAddress),
            }
        )
        {
            var past = (await Histories(host).Find(gateway, peer, Ct))!;
            var action = Assert.Single(past.Actions);
            Assert.Equal(("berlin-fw1", "clear-peer", "helped"), (action.Gateway, action.Kind, action.Outcome));
            // What helped has ended the fault: no further check has to say so.
            Assert.NotNull(Assert.Single(past.Faults).Over);
            Assert.DoesNotContain("not yet gone", SpiBot.Cards.HistoryCard.Title(gateway, peer, past));
        }
    }

    [Fact]
    public async Task A_check_goes_on_where_nothing_can_be_remembered()
    {
        await using var host = await Start();
        await host.Services.GetRequiredService<Database>().Write(db => db.Run("DROP TABLE tunnel_history"), Ct);
        var diagnosed = await Diagnosed(host);
        Assert.Equal("peer-on-old-sa", diagnosed.Diagnosis.First.Cause);
        Assert.Null(diagnosed.Evidence.Ours.History);
        Assert.Contains(
            host.Warnings,
            line =>
                line.StartsWith("What was seen of hq-fw1 and 203.0.113.9 is not remembered", StringComparison.Ordinal)
        );
    }

    private static ITunnelHistories Histories(OperationsHost host) =>
        host.Services.GetRequiredService<ITunnelHistories>();
}
