using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Gateways.Ssh;
using SpiBot.Lab.Scenarios;
using SpiBot.Lab.Ssh;

namespace SpiBot.Benchmarks;

/// <summary>A firewall of the Lab behind real SSH, a long way off, and the door that leads to it.</summary>
internal sealed class FarBox : IAsyncDisposable
{
    public const string Name = "hq-fw1";

    public static readonly TimeSpan Distance = TimeSpan.FromMilliseconds(80);
    public static readonly IPAddress Peer = IPAddress.Parse("203.0.113.9");

    private readonly SshFront front;
    private readonly DelayedLink link;

    private FarBox(LabNetwork network, SshFront front)
    {
        Network = network;
        this.front = front;
        var listener = front.Listeners.Single(one => one.Name == Name);
        link = new DelayedLink(listener.Port, Distance);
        Known = network.Gateways.Single(one => one.Name == Name);
        Gateway = LabSecret.Entry(Known, link.Port, listener.HostKeyFingerprint);
        Door = DoorFor(Known);
    }

    public LabNetwork Network { get; }

    public LabGateway Known { get; }

    public GatewayEntry Gateway { get; }

    public IGatewayDoor Door { get; }

    public static async Task<FarBox> Start(CancellationToken ct)
    {
        var network = new LabNetwork("healthy", TimeProvider.System);
        return new(network, await SshFront.Start(network.Endpoints, ct));
    }

    /// <summary>Whether the user is privileged from the start, so that <c>enable</c> is not asked for.</summary>
    public void StartsEnabled(bool enabled)
    {
        var box = Network.Firewall(Name);
        box.Traits = box.Traits with { StartsEnabled = enabled };
    }

    public Task<IGatewaySession> Open(CancellationToken ct) => Open(Door, Gateway, ct);

    public static async Task<IGatewaySession> Open(IGatewayDoor door, GatewayEntry gateway, CancellationToken ct)
    {
        var (session, failure) = await door.Open(gateway, ct);
        return session ?? throw new InvalidOperationException($"no session: {failure}");
    }

    public static IGatewayDoor DoorFor(LabGateway known) =>
        new SshGatewayDoor(
            new LabSecret(known),
            [new CiscoAsaPlatform()],
            // All of a fleet at once may take its time where the machine is slow: that is to be seen in the figure.
            new SessionLimits { Connect = TimeSpan.FromMinutes(2) },
            TimeProvider.System,
            NullLogger<SshGatewayDoor>.Instance
        );

    public async ValueTask DisposeAsync()
    {
        await link.DisposeAsync();
        await front.DisposeAsync();
    }
}
