using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Operations;

/// <summary>What the tests of grains share: a temporary folder, a clock, a network, and the way to a proposal.</summary>
public abstract class OperationsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("spibot-test-").FullName;

    internal FakeTimeProvider Clock { get; } = new(FakeNetwork.Start);

    internal FakeNetwork Network { get; }

    private protected OperationsTests() => Network = new FakeNetwork(Clock);

    protected static readonly TimeSpan Claim = TimeSpan.FromSeconds(30);

    /// <summary>So long after a claim the log is asked at the earliest.</summary>
    protected static readonly TimeSpan WaitedOut = Claim + TimeSpan.FromSeconds(5);

    protected string DatabaseFile => Path.Combine(folder, "spibot.db");

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal Task<OperationsHost> Start(params IReadOnlyList<string> settings) =>
        OperationsHost.Start(DatabaseFile, Clock, Network, settings);

    /// <param name="clock">The domain's, on top of <see cref="Clock"/>.</param>
    internal Task<OperationsHost> Start(TimeProvider clock, params IReadOnlyList<string> settings) =>
        OperationsHost.Start(
            new StorageOptions { Database = DatabaseFile },
            Clock,
            Network,
            alter: services => services.AddKeyedSingleton(DomainTime.Key, clock),
            settings: settings
        );

    internal async Task<TunnelDiagnosed> Diagnosed(OperationsHost host, string id = "check-1")
    {
        await host.Check(id, CheckKind.Tunnel, peer: FakeNetwork.BerlinAddress);
        await host.Reporter.Next<TunnelSeenOnce>();
        Clock.Advance(TimeSpan.FromSeconds(30));
        return await host.Reporter.Next<TunnelDiagnosed>();
    }

    /// <returns>The proposal to clear on the box that holds the old SA.</returns>
    internal async Task<RemediationChanged> Proposed(OperationsHost host, string id = "check-1", Person? by = null)
    {
        var diagnosed = await Diagnosed(host, id);
        var offers = Offers.Of(diagnosed.Diagnosis);
        var clear = offers.First(o => o.Remedy.Gateway == "berlin-fw1").Index;
        var outcome = await host.Grains.GetGrain<ICheckGrain>(id).Propose(clear, by ?? OperationsHost.OnCall, Ct);
        Assert.Null(outcome.Refusal);
        return await host.Reporter.Next<RemediationChanged>();
    }

    internal static Task<DecisionOutcome> ApproveAsLead(OperationsHost host, RemediationChanged proposed) =>
        host.Remediation(proposed.View.Plan.Id).Approve(proposed.View.Digest, OperationsHost.Lead, Ct);

    /// <summary>As a crash leaves it: approved so and claimed, and nobody is left who types it.</summary>
    internal async Task Abandon(OperationsHost host, RemediationPlan plan, Press approval, TimeSpan claim)
    {
        var journal = host.Services.GetRequiredService<RemediationJournal>();
        var rules = host.Services.GetRequiredService<WhoDecides>().RulesFor(plan);
        var record = (await journal.Read(plan.Id, Ct))!;
        var approved = record.Remediation.Approve(approval, rules, Clock.GetUtcNow());
        record = (await journal.Append(record, approved.Granted!, Ct))!;
        var claimed = record.Remediation.Claim("lost", Clock.GetUtcNow(), claim);
        await journal.Append(record, claimed.Granted!, Ct);
    }

    /// <summary>Each look wants the clock to go on; how many are needed is not for the test to know.</summary>
    internal Task<RemediationChanged> LookUntilVerified(OperationsHost host, int secondsAtATime = 1) =>
        Eventually.Ends(
            host.Reporter.Remediation(RemediationState.Verified),
            () => Clock.Advance(TimeSpan.FromSeconds(secondsAtATime))
        );

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
