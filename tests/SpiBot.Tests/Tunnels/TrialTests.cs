using System.Globalization;
using SpiBot.Lab.Scenarios;
using SpiBot.Trials;
using SpiBot.Trials.Table;

namespace SpiBot.Tests.Tunnels;

/// <summary>
/// Every scenario of the Lab, at several moments of its life, from several places, with many seeds: in this process, on the Lab's clock. With fifty seeds, or as many as
/// <c>SPIBOT_TRIAL_SEEDS</c> says.
/// </summary>
public sealed class TrialTests
{
    private const double MostlyRight = 0.99;

    private static int Seeds =>
        int.TryParse(
            Environment.GetEnvironmentVariable("SPIBOT_TRIAL_SEEDS"),
            CultureInfo.InvariantCulture,
            out var seeds
        )
            ? seeds
            : 50;

    /// <summary>Of all trials: played once, for whoever asks.</summary>
    internal static Task<IReadOnlyList<Outcome>> Outcomes => Played.Value;

    private static Lazy<Task<IReadOnlyList<Outcome>>> Played { get; } =
        new(() => TrialTable.Play(TrialTable.All, Seeds, CancellationToken.None));

    [Fact]
    public void Every_scenario_has_its_trial() =>
        Assert.Equal(LabNetwork.Scenarios.Order(), TrialTable.All.Select(t => t.Scenario).Order());

    [Fact]
    public async Task The_right_cause_comes_first_and_no_clear_is_offered_that_cannot_help_and_no_wrong_peer_named()
    {
        var outcomes = await Outcomes;

        Assert.Empty(outcomes.Where(o => o.Unsafe is not null).Select(o => o.ToString()));
        var wrong = outcomes.Where(o => !o.IsRight).Select(o => o.ToString()).ToList();
        Assert.True(
            wrong.Count <= outcomes.Count * (1 - MostlyRight),
            $"{wrong.Count} of {outcomes.Count}:\n{string.Join('\n', wrong.Take(20))}"
        );
        AreInTheDocument(outcomes);
    }

    private static void AreInTheDocument(IReadOnlyList<Outcome> outcomes)
    {
        var lines = File.ReadAllLines(Checkout.PathOf("docs", "diagnosis-matrix.md"));
        foreach (
            var row in outcomes
                .Where(o => o.Moment.ShowsTheFault)
                .GroupBy(o => Matrix.RowOf(o.Trial.Scenario, o.Expected.From.Name))
        )
        {
            var line = Assert.Single(lines, l => l.StartsWith(row.Key, StringComparison.Ordinal));
            Assert.All(row, o => Assert.Contains($"`{o.Diagnosis.First.Cause}`", line, StringComparison.Ordinal));
        }
    }
}
