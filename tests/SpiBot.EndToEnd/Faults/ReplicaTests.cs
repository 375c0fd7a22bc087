using SpiBot.Lab.Channel;

namespace SpiBot.EndToEnd.Faults;

/// <summary>Two SpiBots behind one channel, on one PostgreSQL; whichever gets an activity answers for both.</summary>
public sealed class ReplicaTests(TwoSpiBots two) : IClassFixture<TwoSpiBots>
{
    private const string Gateway = "hq-fw1";
    private const string Peer = "192.0.2.77";

    /// <summary>Both ends of one tunnel.</summary>
    private static readonly (string Peer, string Gateway)[] Watched =
    [
        ("203.0.113.9", "hq-fw1"),
        ("198.51.100.1", "berlin-fw1"),
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_leads_at_once_on_different_replicas_and_what_is_delivered_again_type_the_line_once()
    {
        var lab = await two.Lab();
        var turns = 0;
        var (told, since) = (new List<Told>(), TimeProvider.System.GetUtcNow());
        for (var i = 0; i < 3; i++)
        {
            // A plan made before the second pair is back is superseded when that comes.
            await lab.AllPairsStand(Gateway, Peer);
            told.Add(
                await new ChangeStory(lab, Wish.ClearPeer(Gateway, Peer), () => turns++ % 2) { Crowded = true }.Run()
            );
        }

        Assert.All(
            await Reckoning.Hold(lab, told, since),
            trail => Assert.True(trail.Last.Kind == "verified", $"{trail}: {trail.Last.Content}")
        );
    }

    [Fact]
    public async Task A_command_that_is_delivered_again_to_the_other_is_one()
    {
        var lab = await two.Lab();
        var (from, since) = (lab.Cards.Count, TimeProvider.System.GetUtcNow());
        var command = lab.Said(Person.OnCallEngineer, $"clear peer {Peer} on {Gateway}");

        Assert.All(
            await Task.WhenAll(lab.Deliver(command, 0), lab.Deliver(command, 1)),
            answer => Assert.Equal(200, answer?.Status)
        );
        await lab.NextCard(from, card => card.Button("Approve") is not null, "the plan");
        Assert.Equal(200, (await lab.Deliver(command, 1))?.Status);

        Assert.Single(await Trail.ExportAll(lab.Lab, Ct), trail => trail.Entries[0].At >= since);
    }

    [Fact]
    public async Task Whichever_is_killed_the_other_takes_up_what_it_had_begun()
    {
        var lab = await two.Lab();
        foreach (var line in await RandomKills.Run(lab, Nightly.Kills(2), seed: 11))
            TestContext.Current.TestOutputHelper?.WriteLine(line);
    }

    /// <summary>Neither for the clear that is under way, nor for the watches that it was asked for and most likely holds.</summary>
    [Fact]
    public async Task A_replica_that_does_not_come_back_is_not_needed()
    {
        var lab = await two.Lab();
        lab.Slow();
        foreach (var (peer, gateway) in Watched)
        {
            Assert.True(await lab.Say(Person.OnCallEngineer, $"watch peer {peer} on {gateway}"));
            await lab.NextCard(0, Says($"Watching {gateway} ↔ {peer}"), $"the word that {peer} is watched");
        }
        var since = TimeProvider.System.GetUtcNow();
        var from = lab.Lab.Network.TypedLines.Count;
        using var limit = FaultyLab.Limited();
        var typed = lab.NextLine(from, line => line.Line.StartsWith("clear ", StringComparison.Ordinal), limit.Token);
        var on = 0;
        var story = new ChangeStory(lab, Wish.ClearPeer(Gateway, Peer), () => on).Run();
        await Task.WhenAny(typed, story);
        // Whoever types it: the one that is killed now may be that, or the one that has the grain.
        on = 1;
        await lab.Lab.SpiBots[0].Kill();
        var told = await story;

        await Reckoning.Hold(lab, [told], since);
        lab.Lab.Network.Switch("peer-on-old-sa");
        foreach (var (peer, gateway) in Watched)
            await lab.NextCard(0, Says($"A fault begins: {gateway} ↔ {peer}"), $"the fault with {peer}");
        lab.Lab.Network.Switch("healthy");
        foreach (var (peer, gateway) in Watched)
        {
            await lab.NextCard(0, Says($"Over: {gateway} ↔ {peer}"), $"that the fault with {peer} is over");
            Assert.True(await lab.Say(Person.OnCallEngineer, $"unwatch peer {peer} on {gateway}", replica: 1));
            Assert.Single(
                lab.Cards.Snapshot()
                    .Where(card => Says($"A fault begins: {gateway} ↔ {peer}")(card))
                    .Select(card => card.On.Id)
                    .Distinct()
            );
        }
        await lab.Lab.KillAndRelaunch(0);
    }

    [Fact]
    public async Task While_PostgreSQL_is_away_nothing_is_typed_and_people_are_told_and_then_it_goes_on()
    {
        var lab = await two.Lab();
        var (from, typed) = (lab.Cards.Count, lab.Lab.Network.TypedLines.Count);
        var since = TimeProvider.System.GetUtcNow();
        Assert.True(await lab.Say(Person.OnCallEngineer, $"clear peer {Peer} on {Gateway}"));
        var plan = await lab.NextCard(from, card => card.Button("Approve") is not null, "the plan");
        from = lab.Cards.Count;
        await two.Postgres.StopHard();
        try
        {
            var answer = await lab.Press(lab.Pressed(Person.Lead, plan, plan.Button("Approve")!.Value), replica: 1);
            Assert.Contains(FaultyLab.StoreAway, answer?.Words);
            await lab.NextCard(from, card => card.SaysStoreIsAway, "the word that the store is away");
            Assert.DoesNotContain(lab.Lab.Network.TypedLines.Skip(typed), line => Incident.IsChange(line.Line));
        }
        finally
        {
            await two.Postgres.Start();
        }

        var story = new ChangeStory(lab, Wish.ClearPeer(Gateway, Peer), () => 0);
        var trails = await Reckoning.Hold(lab, [await story.Approved(plan)], since);
        var changes = lab.Lab.Network.TypedLines.Skip(typed).Count(line => Incident.IsChange(line.Line));
        Assert.True(changes == 1, $"{changes} changes. {string.Join('\n', trails)}\n{lab.LastWords(from)}");
    }

    [Fact]
    public async Task PostgreSQL_that_dies_while_clears_are_under_way_costs_none_of_them()
    {
        var lab = await two.Lab();
        var turns = 0;
        var (told, since) = (new List<Told>(), TimeProvider.System.GetUtcNow());
        for (var death = 0; death < Math.Max(1, Nightly.Kills(10) / 10); death++)
        {
            var moments = new Random(death);
            var story = new ChangeStory(lab, Wish.ClearPeer(Gateway, Peer), () => turns++ % 2).Run();
            await Task.Delay(TimeSpan.FromSeconds(4) * moments.NextDouble(), TimeProvider.System, Ct);
            await two.Postgres.StopHard();
            await Task.Delay(TimeSpan.FromSeconds(moments.NextDouble()), TimeProvider.System, Ct);
            await two.Postgres.Start();
            told.Add(await story);
        }

        await Reckoning.Hold(lab, told, since);
    }

    private static Func<CardSeen, bool> Says(string words) =>
        card => card.Text.StartsWith(words, StringComparison.Ordinal);
}
