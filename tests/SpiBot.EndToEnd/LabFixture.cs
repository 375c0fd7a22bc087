using SpiBot.Lab;
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
                    ["Sessions__RefusedFor"] = "00:00:03",
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
