using System.Globalization;
using System.Text.Json;
using SpiBot.Lab;
using SpiBot.Lab.Cli;

namespace SpiBot.EndToEnd;

/// <summary>SpiBot's process is killed while an approved clear is under way. The firewalls' own log of typed lines is the witness.</summary>
public sealed class KillTests
{
    private const string Line = "clear crypto ipsec sa peer 203.0.113.9";

    /// <summary>SPIBOT_KILLS says how many; a few in each run, many at night.</summary>
    private static readonly int Kills = Environment.GetEnvironmentVariable("SPIBOT_KILLS") is { } kills
        ? int.Parse(kills, CultureInfo.InvariantCulture)
        : 3;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_line_is_typed_once_at_most_never_without_approval_and_no_approval_is_lost()
    {
        await using var lab = await RunningLab.Start(
            new LabOptions
            {
                Scenario = "peer-on-old-sa",
                PagePort = null,
                Greets = false,
                Seed = 20_260_203,
                Settings = new Dictionary<string, string>
                {
                    ["Remediations__TypeWithin"] = "00:00:05",
                    ["Remediations__LookEvery"] = "00:00:01",
                    ["Remediations__LookFor"] = "00:00:05",
                },
            },
            TimeProvider.System,
            _ => { },
            Ct
        );
        var moments = new Random(7);
        for (var kill = 0; kill < Kills; kill++)
            await KillOnce(lab, TimeSpan.FromMilliseconds(moments.Next(0, 200)));

        var (code, output) = await SpiBotProcess.Run(lab.SpiBotEnvironment, ["audit", "verify"], Ct);
        Assert.True(code == 0, output);
        Assert.DoesNotContain("without a key", output);
    }

    private static async Task KillOnce(RunningLab lab, TimeSpan afterApproval)
    {
        lab.Switch("peer-on-old-sa");
        var incident = new Incident(lab);
        await incident.Do("clear peer 203.0.113.9 on hq-fw1");
        var id = (await Journal(lab))[^1].Id;

        // A button that gets no answer, because SpiBot is killed, is what is wanted here.
        using var given = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var approval = new StepRunner(lab.Channel, lab.Teams, TimeProvider.System).Run(
            Step.Parse("lead: press:Approve")!,
            _ => { },
            given.Token
        );
        await Task.Delay(afterApproval, TimeProvider.System, Ct);
        await lab.KillAndRestartSpiBot(Ct);

        var entries = await Settled(lab, id);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"killed {afterApproval.TotalMilliseconds} ms after the press: {string.Join(", ", entries)}"
        );
        if (entries is ["proposed"])
        {
            // Killed before the approval was written down: nothing was typed, and the plan can still be approved.
            Assert.Empty(incident.Changes);
            await new Incident(lab).Do("lead: press:Approve");
            entries = await Settled(lab, id);
        }

        Assert.Equal(["proposed", "approved", "claimed"], entries.Take(3));
        Assert.InRange(incident.Changes.Count(), 0, 1);
        Assert.All(incident.Changes, line => Assert.Equal($"hq-fw1: {Line}", line));
        if (entries.Contains("sent"))
            Assert.Single(incident.Changes);
        else
            Assert.Equal("failed", entries[^1]);

        // Whether its last word still came does not matter.
        await given.CancelAsync();
        await approval.ContinueWith(
            _ => { },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default
        );
    }

    /// <returns>The kinds of this remediation's entries, once nothing more comes by itself.</returns>
    private static async Task<IReadOnlyList<string>> Settled(RunningLab lab, string id)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var entries = (await Journal(lab)).Where(entry => entry.Id == id).ToList();
            if (entries[^1].Ends || entries is [_])
                return [.. entries.Select(entry => entry.Kind)];
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, limit.Token);
        }
    }

    private static async Task<IReadOnlyList<(string Id, string Kind, bool Ends)>> Journal(RunningLab lab)
    {
        var (code, output) = await SpiBotProcess.Run(lab.SpiBotEnvironment, ["audit", "export"], Ct);
        Assert.True(code == 0, output);
        return
        [
            .. output
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement)
                .Select(entry =>
                    (
                        entry.GetProperty("id").GetString()!,
                        entry.GetProperty("kind").GetString()!,
                        entry.GetProperty("ends").GetBoolean()
                    )
                ),
        ];
    }
}
