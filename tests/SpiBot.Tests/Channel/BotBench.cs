using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SpiBot.Channel;
using SpiBot.Channel.Connector;
using SpiBot.Channel.People;
using SpiBot.Channel.Turns;
using SpiBot.Lab.Azure;

namespace SpiBot.Tests.Channel;

/// <summary>The channel in a real Kestrel on a free port, with a bot that records; the Azure around it is the stand-in.</summary>
internal sealed class BotBench : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient client;

    private BotBench(WebApplication app, RecordingBot bot, LogLines log)
    {
        this.app = app;
        Bot = bot;
        Log = log;
        client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public RecordingBot Bot { get; }

    public LogLines Log { get; }

    public SeenInMemory Seen => (SeenInMemory)app.Services.GetRequiredService<ISeenActivities>();

    public Uri Address => client.BaseAddress!;

    public IConnector Connector => app.Services.GetRequiredService<IConnector>();

    public IDirectory Directory => app.Services.GetRequiredService<IDirectory>();

    public static async Task<BotBench> Start(
        AzureStandIn azure,
        string environment = "Development",
        bool allowUnsigned = false,
        TimeProvider? time = null,
        TokenCredential? credential = null,
        IPAddress? remote = null,
        Action<IEndpointRouteBuilder>? also = null
    )
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        var log = new LogLines();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Bot:AppId"] = azure.AppId,
                ["Bot:TenantId"] = azure.TenantId,
                ["Bot:AllowUnsigned"] = allowUnsigned ? "true" : "false",
            }
        );
        if (environment == "Development")
        {
            builder.Configuration["Bot:Issuer"] = azure.EnvironmentForSpiBot["Bot__Issuer"];
            builder.Configuration["Bot:Graph"] = azure.EnvironmentForSpiBot["Bot__Graph"];
            builder.Configuration["Bot:OpenIdMetadata"] = azure.EnvironmentForSpiBot["Bot__OpenIdMetadata"];
        }

        var bot = new RecordingBot();
        builder.Services.AddSingleton<IBot>(bot).AddSingleton<ISeenActivities, SeenInMemory>();
        builder.Services.AddBotChannel(
            builder.Configuration.GetSection("Bot"),
            credential ?? new CountingCredential(),
            time
        );
        // The product's own handler, which only learns the throwaway CA.
        builder
            .Services.AddHttpClient(BotChannel.HttpClientName)
            .ConfigurePrimaryHttpMessageHandler((handler, _) => azure.TrustBy((SocketsHttpHandler)handler));

        var host = builder.Build();
        if (remote is not null)
        {
            host.Use(
                (context, next) =>
                {
                    context.Connection.RemoteIpAddress = remote;
                    return next(context);
                }
            );
        }

        host.MapBotChannel();
        also?.Invoke(host);
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new BotBench(host, bot, log);
    }

    public Task<HttpResponseMessage> Post(
        JsonObject activity,
        string? authorization,
        Action<HttpRequestMessage>? change = null
    ) => Post(activity.ToJsonString(), authorization, change);

    public async Task<HttpResponseMessage> Post(
        string body,
        string? authorization,
        Action<HttpRequestMessage>? change = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, BotChannel.Path);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        change?.Invoke(request);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<HttpResponseMessage> Look(HttpMethod method)
    {
        using var request = new HttpRequestMessage(method, BotChannel.Path);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }
}

/// <summary>Gives token-1, token-2, … and remembers what it was asked for.</summary>
internal sealed class CountingCredential : TokenCredential
{
    private int given;

    public int Given => given;

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new($"token-{Interlocked.Increment(ref given)}", TimeProvider.System.GetUtcNow().AddHours(1));

    public override ValueTask<AccessToken> GetTokenAsync(
        TokenRequestContext requestContext,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(GetToken(requestContext, cancellationToken));
}

/// <summary>Every log line with its exception and what it was written for, to look for what must not be there.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly List<string> lines = [];
    private readonly AsyncLocal<string?> scope = new();

    public string All
    {
        get
        {
            lock (lines)
                return string.Join('\n', lines);
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        if (state is IEnumerable<KeyValuePair<string, object?>> named)
            scope.Value = string.Join(' ', named.Select(one => $"{one.Key}={one.Value}"));
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        lock (lines)
            lines.Add($"{logLevel} {formatter(state, exception)} [{scope.Value}] {exception}");
    }

    public void Dispose() { }
}
