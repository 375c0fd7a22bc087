using System.Net.Sockets;
using Azure.Identity;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;
using SpiBot.Channel;
using SpiBot.Channel.Connector;
using SpiBot.Channel.Turns;
using SpiBot.Configuration;
using SpiBot.Conversation;
using SpiBot.Gateways.Credentials;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Ssh;
using SpiBot.Operations.Conversations;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;

namespace SpiBot.Hosting;

/// <summary>The bot as a server. It refuses to start on a wrong configuration, a line per problem (exit code 2).</summary>
public static class SpiBotHost
{
    private const int MostAttempts = 5;

    /// <summary>The host's own word for it, with the exception and where it came from.</summary>
    private const string StartFailed = "Hosting failed to start";

    /// <summary>Less than the deployment's grace period.</summary>
    internal static TimeSpan StopsWithin { get; } = TimeSpan.FromSeconds(45);

    public static async Task<int> Run(string[] args)
    {
        var builder = Builder([.. args.Where(arg => arg != StopsWithStandardInput.Switch)]);
        var (inventory, problems) = SpiBotConfiguration.Read(builder.Configuration, builder.Environment);
        if (inventory is null || problems.Count > 0)
        {
            foreach (var problem in problems)
            {
                await Console.Error.WriteLineAsync(problem);
            }

            await Console.Error.WriteLineAsync("SpiBot does not start with this configuration.");
            return 2;
        }

        for (var attempt = 1; ; attempt++)
        {
            await using var app = Build(args, inventory);
            try
            {
                await app.StartAsync();
            }
            catch (Exception taken) when (attempt < MostAttempts && IsTakenSiloPort(taken))
            {
                // The silo's ports were free when they were picked, and taken when it opened them: others are picked.
                continue;
            }
            catch (Exception stopped)
                when (IsStopping(app) && Causes(stopped).Any(c => c is OperationCanceledException))
            {
                await Console.Error.WriteLineAsync("SpiBot was stopped while it started.");
                return 0;
            }
            catch (Exception refused) when (WhyNot(refused) is not null)
            {
                await Console.Error.WriteLineAsync($"SpiBot does not start: {WhyNot(refused)}");
                return 2;
            }

            Console.WriteLine($"SpiBot ready: {AddressesOf(app).FirstOrDefault()}");
            await app.WaitForShutdownAsync();
            return 0;
        }
    }

    private static WebApplication Build(string[] args, GatewayInventory inventory)
    {
        var builder = Builder([.. args.Where(arg => arg != StopsWithStandardInput.Switch)]);
        AddServices(builder, inventory);
        if (args.Contains(StopsWithStandardInput.Switch))
        {
            builder.Services.AddHostedService<StopsWithStandardInput>();
        }

        var app = builder.Build();
        app.MapBotChannel();
        app.MapHealthPaths();
        app.MapAboutPages();
        return app;
    }

    /// <summary>Kestrel reports its own taken port as an <see cref="IOException"/>; every other one is the silo's.</summary>
    internal static bool IsTakenSiloPort(Exception failure) =>
        Causes(failure).Any(cause => cause is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
        && !Causes(failure).Any(cause => cause is IOException);

    private static bool IsStopping(WebApplication app) => app.Lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>A start that was refused for a reason that words can tell; null for what is a mistake of ours.</summary>
    internal static string? WhyNot(Exception failure) =>
        Causes(failure)
            .Select(cause =>
                cause switch
                {
                    OptionsValidationException or StorageRefusedException or StorageAwayException or IOException =>
                        cause.Message,
                    SocketException =>
                        $"it cannot listen where it is told to ({cause.Message}): look at Urls (ASPNETCORE_URLS), and at Replicas:Address and its ports",
                    _ => null,
                }
            )
            .FirstOrDefault(words => words is not null);

    private static IEnumerable<Exception> Causes(Exception failure) =>
        failure is AggregateException several ? several.InnerExceptions.SelectMany(Causes).Prepend(failure)
        : failure.InnerException is { } inner ? Causes(inner).Prepend(failure)
        : [failure];

    /// <summary>Where configuration comes from: the defaults beside the program, user secrets in Development, environment, command line.</summary>
    public static WebApplicationBuilder Builder(string[] args) =>
        WebApplication.CreateBuilder(
            // The inventory and the database, in contrast, are looked for from the working directory.
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );

    /// <summary>Where keys are read from: the vault, or the configuration where there is none.</summary>
    public static IKeySecrets Keys(IConfiguration configuration)
    {
        var azure = Azure(configuration);
        return VaultUri(configuration) is { } vault
            ? KeyVaultKeys.Connect(vault, Identity(azure), azure.DisableChallengeResourceVerification)
            : new ConfigurationKeys(configuration);
    }

    /// <summary>The store that the configuration names, with tokens to sign in where it wants them.</summary>
    /// <exception cref="StorageRefusedException">Its settings cannot be read.</exception>
    public static StorageOptions Store(IConfiguration configuration)
    {
        var options = Read<StorageOptions>(configuration, StorageOptions.Section);
        options.Tokens = new DatabaseTokens(Identity(Azure(configuration)), options.ConnectionString);
        return options;
    }

    /// <summary>Which keys the journal has.</summary>
    /// <exception cref="StorageRefusedException">Its settings cannot be read.</exception>
    public static AuditOptions Audit(IConfiguration configuration) =>
        Read<AuditOptions>(configuration, AuditOptions.Section);

    private static T Read<T>(IConfiguration configuration, string section)
        where T : new()
    {
        try
        {
            return configuration.GetSection(section).Get<T>() ?? new();
        }
        catch (InvalidOperationException wrong)
        {
            throw new StorageRefusedException($"{section}: {wrong.Message}", wrong);
        }
    }

    private static AzureOptions Azure(IConfiguration configuration) =>
        configuration.GetSection(AzureOptions.Section).Get<AzureOptions>() ?? new();

    private static Uri? VaultUri(IConfiguration configuration) =>
        configuration.GetSection(VaultOptions.Section).Get<VaultOptions>()?.Uri is { } vault ? new Uri(vault) : null;

    private static DefaultAzureCredential Identity(AzureOptions azure) =>
        new(new DefaultAzureCredentialOptions { DisableInstanceDiscovery = azure.DisableInstanceDiscovery });

    private static void AddServices(WebApplicationBuilder builder, GatewayInventory inventory)
    {
        var services = builder.Services;
        var configuration = builder.Configuration;
        var azure = Azure(configuration);
        var identity = Identity(azure);

        builder.Services.AddSerilog(log => Log(log, configuration, builder.Environment));
        services.AddSingleton(inventory);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IGatewayCredentials>(provider => Credentials(provider, configuration, azure, identity));
        services.AddSingleton<IKeySecrets>(_ => Keys(configuration));
        services.AddSingleton(configuration.GetSection(SessionLimits.Section).Get<SessionLimits>() ?? new());
        foreach (var platform in KnownPlatforms.All)
        {
            services.AddSingleton(platform);
        }

        services.AddSingleton<IGatewayDoor, SshGatewayDoor>();
        services.AddSingleton<FindPlatform>(KnownPlatforms.Find);
        builder.AddSpiBotOperations();
        services.PostConfigure<StorageOptions>(options =>
            options.Tokens = new DatabaseTokens(identity, options.ConnectionString)
        );
        services.AddSingleton<IReportToThread, ThreadReporter>();
        services.AddSingleton<ISeenActivities, SeenActivities>();
        services.AddSingleton<Answers>();
        services.AddSingleton<UnsignedTurns>();
        services.AddSingleton<PastTurn>();
        services.AddSingleton<WatchTurn>();
        services.AddSingleton<PasteTurn>();
        services.AddSingleton<GroupMembers>();
        services.AddSingleton<Rosters>();
        services.AddSingleton<Standings>();
        services.AddSingleton<Mentions>();
        services.AddSingleton<CommandTurn>();
        services.AddSingleton<DecisionTurn>();
        services.AddSingleton<IBot, IncidentBot>();
        services.AddBotChannel(configuration.GetSection(ChannelOptions.Section), identity);
        SayWhatFits(services);
        services.AddHealthChecks().AddCheck<HealthPaths.Check>("operations");
        // What is being typed is ended, and what is to be said is said.
        services.Configure<HostOptions>(options => options.ShutdownTimeout = StopsWithin);
    }

    /// <summary>Whoever says something says it through what makes it fit.</summary>
    private static void SayWhatFits(IServiceCollection services)
    {
        var channel = services.Last(service => service.ServiceType == typeof(IConnector));
        services.Remove(channel);
        services.AddSingleton<IConnector>(provider => new FittingConnector(
            (IConnector)channel.ImplementationFactory!(provider),
            provider.GetRequiredService<ILogger<FittingConnector>>()
        ));
    }

    private static IGatewayCredentials Credentials(
        IServiceProvider provider,
        IConfiguration configuration,
        AzureOptions azure,
        DefaultAzureCredential identity
    ) =>
        VaultUri(configuration) is { } vault
            ? KeyVaultCredentials.Connect(
                vault,
                identity,
                azure.DisableChallengeResourceVerification,
                TimeProvider.System,
                provider.GetRequiredService<ILogger<KeyVaultCredentials>>()
            )
            : new ConfigurationCredentials(configuration);

    /// <summary>Everything goes to standard error: standard output holds the one line that says where SpiBot listens.</summary>
    private static void Log(LoggerConfiguration log, IConfiguration configuration, IHostEnvironment environment)
    {
        log.ReadFrom.Configuration(configuration);
        // Said in words at the end: whoever has made a mistake in a setting is not helped by where it was found.
        log.Filter.ByExcluding(entry =>
            entry is { Level: LogEventLevel.Error, Exception: { } failure }
            && entry.MessageTemplate.Text == StartFailed
            && WhyNot(failure) is not null
        );
        if (environment.IsDevelopment())
        {
            log.WriteTo.Console(standardErrorFromLevel: LogEventLevel.Verbose);
        }
        else
        {
            log.WriteTo.Console(new RenderedCompactJsonFormatter(), standardErrorFromLevel: LogEventLevel.Verbose);
        }
    }

    private static ICollection<string> AddressesOf(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
}
