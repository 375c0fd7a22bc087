using System.Net;
using Microsoft.Extensions.Time.Testing;
using SpiBot.Gateways.Platforms;
using SpiBot.Lab.Scenarios;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;
using SpiBot.Tunnels.History;

namespace SpiBot.Trials;

/// <summary>What came of one look at a trial: the diagnosis, and what is wrong with it, in words (none: nothing).</summary>
public sealed record Outcome(
    Trial Trial,
    Moment Moment,
    Expectation Expected,
    int Seed,
    TunnelDiagnosis Diagnosis,
    string? Unsafe
)
{
    public bool IsRight => Expected.Causes.Contains(Diagnosis.First.Cause);

    public override string ToString() =>
        $"{Trial.Scenario}, {Moment.Name}, seen from {Expected.From.Name}, seed {Seed}: {Diagnosis.First.Cause} ({string.Join(", ", Diagnosis.Findings.Select(f => $"{f.Cause} {f.Confidence}"))})"
        + $", expected {string.Join(" or ", Expected.Causes)}{(Unsafe is null ? "" : $"; {Unsafe}")}";
}

/// <summary>Plays a trial with one seed: the Lab's boxes on a clock of their own, the platform's queries typed at their consoles, the rules over what was read.</summary>
public static class TrialRun
{
    private static readonly DateTimeOffset Night = new(2026, 11, 23, 2, 27, 40, TimeSpan.Zero);
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(30);

    /// <param name="branches">How many unrelated tunnels HQ has.</param>
    public static async Task<IReadOnlyList<Outcome>> Play(Trial trial, int seed, int branches, CancellationToken ct)
    {
        var first = trial.Moments[0].After;
        // Seeds also differ in when the looks fall into the swell of traffic.
        var onset = Night + TimeSpan.FromMilliseconds(seed * 137 % 5000);
        var clock = new FakeTimeProvider(onset + first);
        var network = new LabNetwork(trial.Scenario, clock, seed, before: trial.Ago - first, branches);
        await using var desk = new Desk(network);
        List<Outcome> outcomes = [];
        foreach (var moment in trial.Moments)
        {
            clock.Advance(onset + moment.After - clock.GetUtcNow());
            if (moment.Typed is var (gateway, line))
            {
                await desk.Type(gateway, line);
                clock.Advance(Moment.AfterTyping);
            }

            var asked = moment.Expected.SelectMany(e => e.From.Asked).Distinct().ToList();
            var earlier = await desk.Look(asked, clock, ct);
            clock.Advance(Apart);
            var latest = await desk.Look(asked, clock, ct);
            outcomes.AddRange(
                moment.Expected.Select(expected =>
                {
                    var diagnosis = Diagnostician.Diagnose(
                        Evidence(expected.From, earlier, latest, RemembersIn(seed) ? desk.HistoryOf : _ => null)
                    );
                    return new Outcome(
                        trial,
                        moment,
                        expected,
                        seed,
                        diagnosis,
                        Safety.WhatIsWrong(diagnosis, expected)
                    );
                })
            );
        }

        return outcomes;
    }

    /// <summary>Every other seed is one of a SpiBot that kept what it read at the moments before.</summary>
    private static bool RemembersIn(int seed) => seed % 2 == 0;

    private static TunnelEvidence Evidence(
        Sight sight,
        Dictionary<Asked, TunnelReading> earlier,
        Dictionary<Asked, TunnelReading> latest,
        Func<Asked, TunnelHistory?> history
    )
    {
        return new TunnelEvidence(
            End(sight.Ours),
            sight.Theirs is { } theirs ? End(theirs) : null,
            sight.Theirs is null ? $"{sight.Ours.Peer} is not in the inventory" : null
        )
        {
            Elsewhere = sight.Elsewhere is { } elsewhere ? [latest[elsewhere]] : [],
        };

        TunnelEnd End(Asked asked) => new(earlier[asked], latest[asked]) { History = history(asked) };
    }

    /// <summary>The consoles that are open.</summary>
    private sealed class Desk(LabNetwork network) : IAsyncDisposable
    {
        private readonly Dictionary<string, Terminal> terminals = [];
        private readonly Dictionary<Asked, TunnelHistory> histories = [];

        /// <summary>All that was read so far.</summary>
        public TunnelHistory HistoryOf(Asked asked) => histories[asked];

        public async Task Type(string gateway, string line)
        {
            var answer = await (await Open(gateway)).Ask(line);
            if (answer.Length > 0)
            {
                throw new InvalidOperationException($"{gateway} answered '{line}' with: {answer}");
            }
        }

        public async Task<Dictionary<Asked, TunnelReading>> Look(
            IReadOnlyList<Asked> asked,
            TimeProvider clock,
            CancellationToken ct
        )
        {
            Dictionary<Asked, TunnelReading> readings = [];
            foreach (var one in asked)
            {
                var session = new TerminalSession(await Open(one.Gateway));
                var peer = IPAddress.Parse(one.Peer);
                readings[one] = await PlatformOf(one.Gateway)
                    .ReadTunnel(session, one.Gateway, peer, clock.GetUtcNow(), ct);
                histories[one] = (histories.GetValueOrDefault(one) ?? TunnelHistory.Of(one.Gateway, peer)).With(
                    readings[one]
                );
            }

            return readings;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var terminal in terminals.Values)
            {
                await terminal.DisposeAsync();
            }
        }

        private IPlatform PlatformOf(string gateway) =>
            KnownPlatforms.Find(network.Gateways.Single(g => g.Name == gateway).Platform)!;

        private async Task<Terminal> Open(string gateway)
        {
            if (!terminals.TryGetValue(gateway, out var terminal))
            {
                terminals[gateway] = terminal = await Terminal.Enabled(network, gateway);
            }

            return terminal;
        }
    }
}
