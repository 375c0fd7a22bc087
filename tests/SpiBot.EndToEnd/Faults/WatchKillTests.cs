using SpiBot.Lab.Channel;

namespace SpiBot.EndToEnd.Faults;

/// <summary>SpiBot's process is killed (kill -9) while it watches: it goes on watching, and tells each thing in one message.</summary>
public sealed class WatchKillTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_before_a_fault_and_as_it_is_told_it_is_told_once_and_checked_and_its_end_is_told()
    {
        await using var lab = await FaultyLab.Start();
        Assert.True(await lab.Say(Person.OnCallEngineer, "watch peer 203.0.113.9 on hq-fw1"));
        await lab.NextCard(0, Says("Watching"), "the word that it is watched");
        await lab.Lab.KillAndRelaunch(0);
        await lab.Up();

        lab.Lab.Network.Switch("peer-on-old-sa");
        var began = await lab.NextCard(0, Says("A fault begins"), "the fault");
        // The check follows what was said: by then it is known which message that is.
        await lab.NextCard(0, Says("Checking"), "the check's first word");
        await lab.Lab.KillAndRelaunch(0);
        await lab.Up();
        await lab.NextCard(0, card => card.Button("Propose the clear") is not null, "the card of its check");

        lab.Lab.Network.Switch("healthy");
        await lab.NextCard(0, Says("Over"), "that it is over");
        Assert.Equal(
            began.On.Id,
            Assert.Single(
                lab.Cards.Snapshot().Where(card => Says("A fault begins")(card)).Select(card => card.On.Id).Distinct()
            )
        );
        Assert.True(await lab.Say(Person.Lead, "unwatch peer 203.0.113.9 on hq-fw1"));
        await lab.NextCard(0, Says("No longer watched"), "the word that it is not watched");

        var acts = (await Trail.Export(lab.Lab, Ct)).SelectMany(entries => entries).Select(entry => entry.Kind);
        Assert.Equal(["watch-set", "watch-ended"], acts);
        Assert.DoesNotContain(lab.Lab.Network.TypedLines, line => Incident.IsChange(line.Line));
    }

    private static Func<CardSeen, bool> Says(string words) =>
        card => card.Text.StartsWith(words, StringComparison.Ordinal);
}
