using SpiBot.Lab.Channel;
using SpiBot.Lab.Page;
using SpiBot.Lab.Scenarios;
using SpiBot.Lab.Ssh;

namespace SpiBot.Lab;

/// <summary>
/// A network, a channel and the unchanged SpiBot between them, each reached as in earnest: SSH, https with tokens, http.
/// All of it ends with this object, the processes and files included.
/// </summary>
public sealed class RunningLab : IAsyncDisposable
{
    private readonly TimeProvider time;
    private readonly List<SpiBotProcess> spibots = [];
    private TextWriter? log;
    private readonly Stack<Func<ValueTask>> toEnd = new();
    private readonly CancellationTokenSource ending = new();

    private RunningLab(LabOptions options, TimeProvider time)
    {
        this.time = time;
        Network = new LabNetwork(
            options.Scenario,
            time,
            options.Seed ?? Random.Shared.Next(),
            overIPv6: options.OverIPv6
        );
        Network.Place(options.Links);
        Channel = new IncidentChannel(time);
    }

    public LabNetwork Network { get; }

    public IncidentChannel Channel { get; }

    public TeamsClient Teams { get; private set; } = null!;

    /// <summary>The channel's servers, and with them Entra ID and Key Vault.</summary>
    public ChannelService Service { get; private set; } = null!;

    public SshFront Ssh { get; private set; } = null!;

    /// <summary>The first of <see cref="SpiBots"/>: the one that the persons of <see cref="Teams"/> reach.</summary>
    public SpiBotProcess SpiBot => spibots[0];

    /// <summary>As many replicas as were asked for, each the one that runs now.</summary>
    public IReadOnlyList<SpiBotProcess> SpiBots => spibots;

    /// <summary>The settings that it was started with.</summary>
    public IReadOnlyDictionary<string, string> SpiBotEnvironment { get; private set; } =
        new Dictionary<string, string>();

    /// <summary>Where to call SpiBot as the channel does.</summary>
    public Uri BotMessages => new(SpiBot.Address, "api/messages");

    /// <summary>Null when none was asked for.</summary>
    public LabPage? Page { get; private set; }

    /// <param name="progress">Hears in a few words what is being started.</param>
    /// <exception cref="ArgumentException">There is no such scenario, or no such gateway; the message names those there are.</exception>
    /// <exception cref="InvalidOperationException">Something could not be started; the message says what and why.</exception>
    public static async Task<RunningLab> Start(
        LabOptions options,
        TimeProvider time,
        Action<string> progress,
        CancellationToken ct
    )
    {
        var lab = new RunningLab(options, time);
        try
        {
            await lab.Open(options, progress, ct);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>SpiBot ends as in a power failure, and starts again with what it has stored.</summary>
    public async Task KillAndRestartSpiBot(CancellationToken ct)
    {
        var spibot = await KillAndRelaunch(replica: 0);
        await spibot.Ready.WaitAsync(ct);
    }

    /// <summary>A replica ends as in a power failure, unless it has ended, and another is started in its place with what is stored; it is not waited for.</summary>
    public async Task<SpiBotProcess> KillAndRelaunch(int replica)
    {
        await SpiBots[replica].Kill();
        await SpiBots[replica].DisposeAsync();
        return spibots[replica] = SpiBotProcess.Launch(SpiBotEnvironment, log);
    }

    /// <summary>Another scenario from its beginning; what is said next is a new thread.</summary>
    public void Switch(string scenario)
    {
        Network.Switch(scenario);
        Channel.StartThread($"Scenario: {scenario}. {LabNetwork.Description(scenario)}");
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        // One that ends badly must not keep the others: processes and files would stay behind.
        var failures = new List<Exception>();
        while (toEnd.TryPop(out var end))
        {
            try
            {
                await end();
            }
            catch (Exception e)
            {
                failures.Add(e);
            }
        }
        ending.Dispose();
        if (failures.Count > 0)
            throw new InvalidOperationException(
                $"The Lab did not end cleanly: {string.Join("; ", failures.Select(f => f.Message))}",
                new AggregateException(failures)
            );
    }

    private async Task Open(LabOptions options, Action<string> progress, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("spibot-lab-").FullName;
        toEnd.Push(() =>
        {
            Directory.Delete(folder, recursive: true);
            return ValueTask.CompletedTask;
        });

        progress(
            $"firewalls {string.Join(", ", Network.Gateways.Select(g => g.Name))} in the scenario {Network.Scenario}"
        );
        var ssh = SshFront.Start(Network.Endpoints, ct);
        var service = options.WithoutAzure
            ? ChannelService.StartUnsigned(Channel, ct)
            : ChannelService.StartSigned(Channel, SpiBotSettings.Secrets(options, Network), ct);
        try
        {
            Ssh = await Keep(ssh);
        }
        finally
        {
            // Even if the other failed: what was started has to be ended.
            Service = await Keep(service);
        }

        await File.WriteAllTextAsync(
            Path.Combine(folder, "spibot.json"),
            SpiBotSettings.Inventory(options, Network, Ssh.Listeners),
            ct
        );
        progress(
            options.WithoutAzure
                ? "SpiBot, without Key Vault and tokens: no certificate of the Lab's would be trusted here, so secrets come from its configuration and activities are unsigned"
                : "SpiBot, with Entra ID, Key Vault and the channel's tokens from a stand-in"
        );
        SpiBotEnvironment = SpiBotSettings.Environment(options, Network, folder, Service.EnvironmentForSpiBot);
        log = options.SpiBotLog;
        for (var replica = 0; replica < options.Replicas; replica++)
        {
            var place = replica;
            spibots.Add(await SpiBotProcess.Start(SpiBotEnvironment, log, ct));
            // The one that is there then: it may be another.
            toEnd.Push(() => spibots[place].DisposeAsync());
        }

        var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        toEnd.Push(() =>
        {
            http.Dispose();
            return ValueTask.CompletedTask;
        });
        Teams = new TeamsClient(
            Channel,
            new TeamsActivities(Service.ServiceUrl, Service.AppId, Service.TenantId, time),
            http,
            () => BotMessages,
            Service.SignToken
        );
        if (options.Greets)
            await Teams.Install(Person.Lead, ct);
        if (options.PagePort is { } port)
            await OpenPage(port, ct);
    }

    private async Task OpenPage(int port, CancellationToken ct)
    {
        var consoles = new Feed<ConsoleLine>();
        var following = FollowConsoles(consoles);
        toEnd.Push(async () => await following);
        Page = await Keep(
            LabPage.Start(
                new PageSources(
                    Channel,
                    Teams,
                    [.. LabNetwork.Scenarios.Select(name => new ScenarioChoice(name, LabNetwork.Description(name)))],
                    () => Network.Scenario,
                    Switch,
                    consoles
                ),
                port,
                ct
            )
        );
    }

    private async Task FollowConsoles(Feed<ConsoleLine> consoles)
    {
        var shown = Network.Gateways.ToDictionary(gateway => gateway.Name, _ => 0);
        using var often = new PeriodicTimer(TimeSpan.FromMilliseconds(250), time);
        try
        {
            while (await often.WaitForNextTickAsync(ending.Token))
            {
                foreach (var name in shown.Keys)
                {
                    var lines = Network.Firewall(name).TypedLines;
                    foreach (var line in lines.Skip(shown[name]))
                        consoles.Add(new ConsoleLine(line.Gateway, line.Line));
                    shown[name] = lines.Count;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The Lab ends.
        }
    }

    private async Task<T> Keep<T>(Task<T> starting)
        where T : IAsyncDisposable
    {
        var started = await starting;
        toEnd.Push(started.DisposeAsync);
        return started;
    }
}
