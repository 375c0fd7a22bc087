using System.Net;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Platforms.CiscoFtd;
using SpiBot.Gateways.Ssh;
using SpiBot.Lab.Firewalls;
using SpiBot.Lab.Scenarios;
using SpiBot.Lab.Ssh;
using SpiBot.Tests.Gateways.Changes;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.Ssh;

/// <summary>The Lab's FTD behind real SSH, and a door to it.</summary>
internal sealed class FtdLab : IAsyncDisposable
{
    public const string Name = "vienna-ftd1";

    /// <summary>The peer of its tunnel.</summary>
    public static readonly IPAddress Hq = IPAddress.Parse("198.51.100.1");

    private readonly CiscoFtdPlatform platform = new();
    private readonly LabNetwork network;
    private readonly SshFront front;
    private readonly SshGatewayDoor door;

    private FtdLab(LabNetwork network, SshFront front, SessionLimits limits)
    {
        this.network = network;
        this.front = front;
        var known = network.Gateways.Single(gateway => gateway.Name == Name);
        door = new SshGatewayDoor(
            new KnownSecret(known.Password, enable: null),
            [platform],
            limits,
            TimeProvider.System,
            new CollectedLog<SshGatewayDoor>()
        );
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public IReadOnlyList<string> Typed => [.. network.TypedLines.Select(typed => typed.Line)];

    public IReadOnlyList<string> Captures =>
        network.Look(world => world.Of(network.Firewall(Name)).Captures.Select(c => c.Name).ToList());

    public DutyTask TaskOf(Leftover what, IReadOnlyList<string> set, DateTimeOffset now) =>
        new(
            DutyTask.Prefix + "1",
            Name,
            Context: null,
            what,
            set,
            platform.Leftovers.RemovalOf(what),
            now.AddMinutes(5),
            Serial: null,
            "me",
            "a test",
            Inside: platform.Leftovers.Inside
        );

    /// <summary>Approved and claimed, with its duty.</summary>
    public (Duty Duty, ChangeAuthorization Authorization) Debug(TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var change = new Change.Debug(Hq, Change.Debug.Ordinary);
        var plan = Plans.ClearPeer() with
        {
            Gateway = Name,
            Change = change,
            Lines = platform.LinesFor(change),
            IfRefused = platform.IfRefused(change),
            SpisSeen = [],
            ProposedAt = now,
            ExpiresAt = now.AddMinutes(15),
        };
        var duty = Duty.Of([Duty.Take(TaskOf(new Leftover.Debug(Hq), plan.Lines, now), now)!])!;
        var claimed = Remediation.Of([
            new RemediationEvent.Proposed(now, plan),
            new RemediationEvent.Approved(now, Plans.Lead, PlanDigest.Of(plan)),
            new RemediationEvent.Claimed(now, "claim-1", now.AddMinutes(1)),
        ])!;
        return (duty, claimed.Authorize("claim-1", clock, clock.GetTimestamp(), duty)!);
    }

    public static async Task<FtdLab> Start(FirewallTraits traits, SessionLimits? limits = null)
    {
        var oldSa = new LabNetwork("ftd-on-old-sa", TimeProvider.System);
        oldSa.Firewall(Name).Traits = traits;
        return new(oldSa, await SshFront.Start(oldSa.Endpoints, Ct), limits ?? Bench.Limits);
    }

    public async Task<GatewaySession> Open()
    {
        var listener = front.Listeners.Single(l => l.Name == Name);
        var entry = Bench.Entry(listener.Port, listener.HostKeyFingerprint) with
        {
            Name = Name,
            Platform = platform.Id,
        };
        var (session, failure) = await door.Open(entry, Ct);
        Assert.True(session is not null, failure?.ToString());
        return (GatewaySession)session;
    }

    public Task<TunnelReading> Read(IGatewaySession session) =>
        platform.ReadTunnel(session, Name, Hq, DateTimeOffset.UnixEpoch, Ct);

    /// <summary>The box writes a line down when it takes it.</summary>
    public async Task UntilTyped(string line)
    {
        while (!Typed.Contains(line))
        {
            await Task.Yield();
            Ct.ThrowIfCancellationRequested();
        }
    }

    public ValueTask DisposeAsync() => front.DisposeAsync();
}
