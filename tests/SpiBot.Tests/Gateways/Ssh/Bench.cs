using System.Net;
using SpiBot.Gateways;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Credentials;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Gateways.Ssh;
using SpiBot.Lab.Ssh;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.Ssh;

/// <summary>A scripted box behind a real SSH server, and the door that leads to it.</summary>
public sealed class Bench : IAsyncDisposable
{
    public const string Name = "hq-fw1";

    private readonly SshFront front;

    private Bench(SshFront front, KnownSecret secret)
    {
        this.front = front;
        Secret = secret;
        Door = new SshGatewayDoor(secret, [new AsaLike()], Limits, TimeProvider.System, Log);
    }

    /// <summary>As in life, but for what would only make a failing test slow.</summary>
    public static SessionLimits Limits { get; } = new() { LongQuiet = TimeSpan.FromMilliseconds(300) };

    public CollectedLog<SshGatewayDoor> Log { get; } = new();

    public KnownSecret Secret { get; }

    public SshGatewayDoor Door { get; }

    public int LoginAttempts => front.LoginAttempts[Name];

    public SshListener Listener => front.Listeners.Single();

    public GatewayEntry Gateway => Entry(Listener.Port, Listener.HostKeyFingerprint);

    public static Task<Bench> For(ScriptedFirewall firewall, KnownSecret? secret = null) =>
        For(new SshEndpoint(Name, firewall), secret);

    public static async Task<Bench> For(SshEndpoint endpoint, KnownSecret? secret = null) =>
        new(await SshFront.Start([endpoint], TestContext.Current.CancellationToken), secret ?? new KnownSecret());

    public static GatewayEntry Entry(int port, string hostKey) =>
        new(
            Name,
            "127.0.0.1",
            port,
            AsaLike.PlatformId,
            "spibot",
            "hq-fw1",
            [hostKey],
            [IPAddress.Parse("198.51.100.1")],
            new Dictionary<string, IPAddress>()
        );

    /// <summary>A session, or the test fails with what came back.</summary>
    public async Task<IGatewaySession> Open()
    {
        var (session, failure) = await Door.Open(Gateway, TestContext.Current.CancellationToken);
        Assert.True(session is not null, failure?.ToString());
        return session;
    }

    /// <summary>No session, or the test fails.</summary>
    public async Task<GatewayFailure> Refused(GatewayEntry? gateway = null)
    {
        var (session, failure) = await Door.Open(gateway ?? Gateway, TestContext.Current.CancellationToken);
        Assert.Null(session);
        Assert.NotNull(failure);
        return failure;
    }

    /// <summary>A session over a channel of the test's own, whose prompt has been learned.</summary>
    internal static GatewaySession SessionOf(
        Shell shell,
        IShellChannel channel,
        SessionLimits limits,
        TimeProvider clock,
        CollectedLog<SshGatewayDoor>? log = null
    ) =>
        new(
            Entry(22, "SHA256:any"),
            new AsaLike().Dialect,
            shell,
            channel,
            new AnsweredAtLogin(clock),
            limits,
            clock,
            log ?? new CollectedLog<SshGatewayDoor>()
        );

    public static Query<string> Text(string command) => RawAnswer.To(command);

    public ValueTask DisposeAsync() => front.DisposeAsync();
}

/// <summary>A store with one secret, which remembers being told to forget it.</summary>
public sealed class KnownSecret(
    string password = ScriptedFirewall.Password,
    string? enable = ScriptedFirewall.EnablePassword
) : IGatewayCredentials
{
    public string Password { get; set; } = password;

    public string? Enable { get; set; } = enable;

    public int Forgotten { get; private set; }

    public Task<(GatewaySecret? Secret, GatewayFailure? Failure)> Find(GatewayEntry gateway, CancellationToken ct) =>
        Task.FromResult<(GatewaySecret?, GatewayFailure?)>((new(gateway.Secret, Password, Enable), null));

    public void Forget(GatewayEntry gateway) => Forgotten++;
}

/// <summary>An ASA's way of talking; nothing is read by it here.</summary>
public sealed class AsaLike : IPlatform
{
    public const string PlatformId = "cisco_asa";

    public string Id => PlatformId;

    public SessionDialect Dialect { get; } = new CiscoAsaPlatform().Dialect;

    public Task<GatewayReading> ReadBox(
        IGatewaySession session,
        string gateway,
        DateTimeOffset now,
        CancellationToken ct
    ) => throw new NotSupportedException();

    public Task<TunnelReading> ReadTunnel(
        IGatewaySession session,
        string gateway,
        IPAddress peer,
        DateTimeOffset now,
        CancellationToken ct
    ) => throw new NotSupportedException();

    public Task<IReadOnlyList<TunnelReading>> Glance(
        IGatewaySession session,
        string gateway,
        IReadOnlyList<IPAddress> peers,
        DateTimeOffset now,
        CancellationToken ct
    ) => throw new NotSupportedException();

    public IReadOnlyList<string> LinesFor(Change change) => throw new NotSupportedException();
}
