using SpiBot.Lab;
using SpiBot.Lab.Cli;
using SpiBot.Lab.Firewalls;

namespace SpiBot.EndToEnd;

/// <summary>The tests that share a Lab: one after the other. Those that start a Lab or a process of their own run beside them.</summary>
[CollectionDefinition]
public sealed class OneLab : ICollectionFixture<LabFixture>;

/// <summary>The same for those that clear: they have a Lab of their own.</summary>
[CollectionDefinition]
public sealed class ClearLab : ICollectionFixture<LabFixture>;

/// <summary>The same for those that look at the Lab's page in a browser: they have a Lab of their own.</summary>
[CollectionDefinition]
public sealed class PageLab : ICollectionFixture<LabFixture>;

/// <summary>The Lab of all tests of <see cref="OneLab"/>, <see cref="ClearLab"/> or <see cref="PageLab"/>, with its real processes; they begin by switching it to a scenario.</summary>
public sealed class LabFixture : IAsyncLifetime
{
    private readonly StringWriter log = new();

    public RunningLab Lab { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Lab = await RunningLab.Start(
            new LabOptions
            {
                Scenario = "healthy",
                Greets = false,
                Seed = 20_260_203,
                SpiBotLog = TextWriter.Synchronized(log),
                // Short enough that a test of refused passwords does not keep the others from that gateway.
                EditInventory = BrokenGateways.AddTo,
                Settings = new Dictionary<string, string>
                {
                    ["Conversations__RefusedFor"] = "00:00:03",
                    ["Watches__LookEvery"] = "00:00:01",
                },
            },
            TimeProvider.System,
            _ => { },
            CancellationToken.None
        );

    /// <summary>All that SpiBot logged so far.</summary>
    public string Log => log.ToString();

    /// <summary>A fresh incident: the scenario from its beginning, firewalls without faults, a thread of its own.</summary>
    public Incident Begin(string scenario, bool overIPv6 = false)
    {
        foreach (var gateway in Lab.Network.Gateways)
            Lab.Network.Firewall(gateway.Name).Traits = new FirewallTraits();
        Lab.Network.OverIPv6 = overIPv6;
        Lab.Switch(scenario);
        return new Incident(Lab);
    }

    public async ValueTask DisposeAsync() => await Lab.DisposeAsync();
}

/// <summary>What is said and typed from here on.</summary>
public sealed class Incident(RunningLab lab)
{
    private readonly StepRunner runner = new(lab.Channel, lab.Teams, TimeProvider.System);
    private readonly int typedBefore = lab.Network.TypedLines.Count;

    /// <summary>Does a step as <c>say</c> does it, and fails when it is not answered.</summary>
    /// <returns>SpiBot's last word on it, as text.</returns>
    public async Task<string> Do(string step)
    {
        var result = await Try(step);
        Assert.True(result.Problem is null, $"{step}: {result.Problem}");
        return result.Said.Last(entry => entry is { Method: not "invoke", IsFinal: true }).Text;
    }

    /// <summary>Waits until SpiBot has said this by itself.</summary>
    /// <returns>The whole card.</returns>
    public async Task<string> Wait(string words)
    {
        var result = await Try($"wait:{words}");
        Assert.True(result.Problem is null, $"{words}: {result.Problem}");
        return lab
            .Channel.Transcript.Snapshot()
            .Last(entry => entry.Text.Contains(words, StringComparison.OrdinalIgnoreCase))
            .Text;
    }

    public Task<StepResult> Try(string step) =>
        runner.Run(Step.Parse(step)!, _ => { }, TestContext.Current.CancellationToken);

    public IEnumerable<TypedLine> Typed => lab.Network.TypedLines.Skip(typedBefore);

    /// <summary>What was typed that is no look and no setting of the session: <c>GATEWAY: LINE</c>.</summary>
    public IEnumerable<string> Changes =>
        Typed.Where(typed => IsChange(typed.Line)).Select(typed => $"{typed.Gateway}: {typed.Line}");

    internal static bool IsChange(string line) =>
        line.Length > 0
        && line.Split(' ')[0] is not ("show" or "sho" or "sh" or "enable" or "exit" or "quit")
        && !line.StartsWith("terminal pager", StringComparison.Ordinal)
        && line != "terminal length 0";
}
