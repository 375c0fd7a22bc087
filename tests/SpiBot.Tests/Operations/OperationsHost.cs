using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Ssh;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Conversations;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;

namespace SpiBot.Tests.Operations;

/// <summary>A real silo on a real file in a temporary folder; the network and the domain's clock are fakes. The same folder can be started again.</summary>
internal sealed class OperationsHost : IAsyncDisposable
{
    public static readonly Person OnCall = new("0a000000-0000-0000-0000-000000000001", "On-call engineer");
    public static readonly Person Lead = new("0a000000-0000-0000-0000-000000000002", "Lead");
    public static readonly Person OtherLead = new("0a000000-0000-0000-0000-000000000003", "Another lead");
    public static readonly ThreadAddress Thread = new("thread-1");

    private readonly IHost host;
    private readonly CollectedErrors errors;

    private OperationsHost(IHost host, CollectingReporter reporter, CollectedErrors errors)
    {
        this.errors = errors;
        this.host = host;
        Reporter = reporter;
    }

    public CollectingReporter Reporter { get; }

    /// <summary>In a test that breaks something on purpose.</summary>
    public bool MayLogErrors { get; init; }

    public IReadOnlyCollection<string> Warnings => errors.Warnings;

    public IServiceProvider Services => host.Services;

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    /// <param name="settings">Configuration beside the store's: <c>Remediations:Quorum:clear-peer=2</c>.</param>
    public static Task<OperationsHost> Start(
        string database,
        FakeTimeProvider clock,
        FakeNetwork network,
        params IReadOnlyList<string> settings
    ) => Start(new StorageOptions { Database = database }, clock, network, settings: settings);

    /// <param name="reporter">Shared by replicas: either may report.</param>
    /// <param name="alter">Changes the services before the host is built.</param>
    public static async Task<OperationsHost> Start(
        StorageOptions storage,
        FakeTimeProvider clock,
        FakeNetwork network,
        CollectingReporter? reporter = null,
        Action<IServiceCollection>? alter = null,
        bool mayLogErrors = false,
        IReadOnlyList<string>? settings = null
    )
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["Storage:Provider"] = storage.Provider;
        builder.Configuration["Storage:Database"] = storage.Database;
        builder.Configuration["Storage:ConnectionString"] = storage.ConnectionString;
        builder.Configuration["Storage:AskEvery"] = "00:00:00.05";
        builder.Configuration["Replicas:Address"] = "127.0.0.1";
        builder.Configuration["Replicas:SiloPort"] = "0";
        builder.Configuration["Replicas:GatewayPort"] = "0";
        builder.Configuration["Conversations:LeastInterval"] = "00:00:00";
        foreach (var setting in settings ?? [])
        {
            var (name, value) = (setting[..setting.IndexOf('=')], setting[(setting.IndexOf('=') + 1)..]);
            builder.Configuration[name] = value;
        }

        var logged = new CollectedErrors();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddProvider(logged);
        reporter ??= new CollectingReporter();
        builder.Services.AddKeyedSingleton<TimeProvider>(DomainTime.Key, clock);
        builder.Services.AddSingleton<IReportToThread>(reporter);
        builder.Services.AddSingleton<IGatewayDoor>(network);
        builder.Services.AddSingleton<FindPlatform>(id => id == network.Id ? network : null);
        builder.Services.AddSingleton(
            new GatewayInventory([FakeNetwork.HqEntry, FakeNetwork.BerlinEntry], network.Leads, network.Roles)
            {
                AskOrder = network.AskOrder,
            }
        );
        builder.AddSpiBotOperations();
        alter?.Invoke(builder.Services);
        var built = builder.Build();
        await built.StartAsync(TestContext.Current.CancellationToken);
        return new OperationsHost(built, reporter, logged) { MayLogErrors = mayLogErrors };
    }

    public Task Check(string id, CheckKind kind, string gateway = "hq-fw1", System.Net.IPAddress? peer = null) =>
        Grains
            .GetGrain<ICheckGrain>(id)
            .Start(
                new CheckOrder(kind, gateway, peer, Thread, OnCall, Shortcuts.Venue),
                TestContext.Current.CancellationToken
            );

    public IRemediationGrain Remediation(string id) => Grains.GetGrain<IRemediationGrain>(id);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)host).DisposeAsync();
        Assert.True(MayLogErrors || errors.Lines.IsEmpty, string.Join('\n', errors.Lines));
    }
}

/// <summary>Keeps what was reported, in order; a test waits for the report it wants.</summary>
internal sealed class CollectingReporter : IReportToThread
{
    private readonly Channel<Report> reports = System.Threading.Channels.Channel.CreateUnbounded<Report>();

    public List<Report> Taken { get; } = [];

    /// <summary>Every report has to go there.</summary>
    public ThreadAddress Thread { get; set; } = OperationsHost.Thread;

    /// <summary>The channel takes nothing.</summary>
    public bool Away { get; set; }

    /// <summary>Of what is sent later.</summary>
    public Func<Unsent, Task> BeforeSending { get; set; } = _ => Task.CompletedTask;

    /// <summary>What was sent later, in order: the exchange and the kind of report.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> SentLater { get; } = [];

    public async Task<Unsent?> Report(ThreadAddress thread, Report report, CancellationToken ct)
    {
        Assert.Equal(Thread, thread);
        if (Away)
        {
            return await Write(thread, report, ct);
        }

        await reports.Writer.WriteAsync(report, ct);
        return null;
    }

    public Task<Unsent> Write(ThreadAddress thread, Report report, CancellationToken ct) =>
        Task.FromResult(new Unsent(report.Exchange, $"{report.GetType().Name} {report.Final}", "away"));

    public async Task<Unsent?> Send(ThreadAddress thread, Unsent message, CancellationToken ct)
    {
        if (Away)
        {
            return message;
        }

        Assert.Equal(Thread, thread);
        await BeforeSending(message);
        SentLater.Enqueue($"{message.Exchange}: {message.Message}");
        return null;
    }

    /// <summary>The next report of this kind for which this holds; others before it are kept in <see cref="Taken"/>.</summary>
    public async Task<T> Next<T>(Func<T, bool>? where = null)
        where T : Report
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Eventually.Limit);
        try
        {
            while (true)
            {
                var report = await reports.Reader.ReadAsync(limit.Token);
                Taken.Add(report);
                if (report is T wanted && (where is null || where(wanted)))
                {
                    return wanted;
                }
            }
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"no {typeof(T).Name} came; came: {string.Join("; ", Taken)}", e);
        }
    }

    public Task<RemediationChanged> Remediation(RemediationState state) =>
        Next<RemediationChanged>(r => r.View.State == state);
}

/// <summary>What SpiBot logged as an error: nothing, in a test that does not ask for it.</summary>
internal sealed class CollectedErrors : ILoggerProvider, ILogger
{
    public System.Collections.Concurrent.ConcurrentQueue<string> Lines { get; } = [];

    public System.Collections.Concurrent.ConcurrentQueue<string> Warnings { get; } = [];

    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith("SpiBot.", StringComparison.Ordinal)
            ? this
            : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (logLevel == LogLevel.Warning)
        {
            Warnings.Enqueue(formatter(state, exception));
        }
        else
        {
            Lines.Enqueue($"{formatter(state, exception)}: {exception}");
        }
    }

    public void Dispose() { }
}
