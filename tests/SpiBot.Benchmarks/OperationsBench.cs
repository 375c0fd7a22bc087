using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using SpiBot.Gateways;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Credentials;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Ssh;
using SpiBot.Lab.Scenarios;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Conversations;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Threads;

namespace SpiBot.Benchmarks;

/// <summary>A real silo on a real SQLite file, with one gateway of the Lab's behind real SSH; what it reports is handed on and not said.</summary>
internal sealed class OperationsBench : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("spibot-benchmark-").FullName;
    private readonly IHost host;
    private readonly string gateway;

    private OperationsBench(LabGateway known, int port, string hostKey)
    {
        gateway = known.Name;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["Storage:Database"] = Path.Combine(folder, "spibot.db");
        builder.Configuration["Remediations:CoolDown"] = "00:00:00";
        builder.Configuration["Remediations:LookEvery"] = "00:00:00.2";
        builder.Configuration["Remediations:LookFor"] = "00:00:02";
        builder.Services.AddSingleton<IReportToThread>(Reported);
        builder.Services.AddSingleton<IGatewayDoor>(
            new SshGatewayDoor(
                new LabSecret(known),
                [.. KnownPlatforms.All],
                new SessionLimits(),
                TimeProvider.System,
                NullLogger<SshGatewayDoor>.Instance
            )
        );
        builder.Services.AddSingleton<FindPlatform>(KnownPlatforms.Find);
        builder.Services.AddSingleton(
            new GatewayInventory([LabSecret.Entry(known, port, hostKey)], [Proposals.Lead.EntraId])
        );
        builder.AddSpiBotOperations();
        host = builder.Build();
    }

    public Reports Reported { get; } = new();

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<OperationsBench> Start(LabGateway known, int port, string hostKey, CancellationToken ct)
    {
        var bench = new OperationsBench(known, port, hostKey);
        await bench.host.StartAsync(ct);
        return bench;
    }

    /// <summary>Somebody asks for a clear on the one gateway; it is told once its plan waits for a lead.</summary>
    public Task Propose(string id, CancellationToken ct) =>
        Grains
            .GetGrain<ICheckGrain>("check/" + id)
            .Start(
                new CheckOrder(
                    CheckKind.ProposeClearPeer,
                    gateway,
                    Proposals.Peer,
                    new ThreadAddress("thread"),
                    Proposals.OnCall,
                    Proposals.Venue
                ),
                ct
            );

    /// <summary>The next remediation that is told to have come so far.</summary>
    public Task<RemediationChanged> Told(RemediationState state, CancellationToken ct) =>
        Reported.Next<RemediationChanged>(changed => changed.View.State == state, ct);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    internal sealed class Reports : IReportToThread
    {
        private readonly Channel<Report> reports = System.Threading.Channels.Channel.CreateUnbounded<Report>();

        public Task<Unsent?> Report(ThreadAddress thread, Report report, CancellationToken ct)
        {
            reports.Writer.TryWrite(report);
            return Task.FromResult<Unsent?>(null);
        }

        public Task<Unsent> Write(ThreadAddress thread, Report report, CancellationToken ct) =>
            throw new InvalidOperationException("everything is taken at once");

        public Task<Unsent?> Send(ThreadAddress thread, Unsent message, CancellationToken ct) =>
            throw new InvalidOperationException("everything is taken at once");

        public async Task<T> Next<T>(Func<T, bool> where, CancellationToken ct)
            where T : Report
        {
            while (true)
            {
                switch (await reports.Reader.ReadAsync(ct))
                {
                    case T report when where(report):
                        return report;
                    // What was waited for does not come any more.
                    case CheckFailed { Failure: var failure }:
                        throw new InvalidOperationException($"{failure.Tried} {failure.CameBack}");
                    case NothingToPropose { Because: var because }:
                        throw new InvalidOperationException(because);
                    default:
                        break;
                }
            }
        }
    }
}

/// <summary>What the vault would hold of a gateway of the Lab, and the inventory.</summary>
internal sealed class LabSecret(LabGateway known) : IGatewayCredentials
{
    public static GatewayEntry Entry(LabGateway known, int port, string hostKey) =>
        new(
            known.Name,
            "127.0.0.1",
            port,
            "cisco_asa",
            known.User,
            known.Name,
            [hostKey],
            [.. known.VpnAddresses.Select(IPAddress.Parse)],
            known.Peers.ToDictionary(peer => peer.Key, peer => IPAddress.Parse(peer.Value))
        );

    public Task<(GatewaySecret? Secret, GatewayFailure? Failure)> Find(GatewayEntry gateway, CancellationToken ct) =>
        Task.FromResult<(GatewaySecret?, GatewayFailure?)>(
            (new GatewaySecret(known.Name, known.Password, known.Enable), null)
        );
}
