using Azure.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpiBot.Channel.Authentication;
using SpiBot.Channel.Connector;
using SpiBot.Channel.People;
using SpiBot.Channel.Turns;

namespace SpiBot.Channel;

/// <summary>Puts the channel into an ASP.NET Core app: <c>services.AddBotChannel(...)</c>, <c>app.MapBotChannel()</c>.</summary>
public static class BotChannel
{
    /// <summary>Where the channel POSTs activities.</summary>
    public const string Path = "/api/messages";

    /// <summary>The named HttpClient for signing keys, connector and directory: no redirects, no cookies, nothing logged.</summary>
    public const string HttpClientName = "SpiBot.Channel";

    /// <summary>
    /// The host registers <see cref="IBot"/> and <see cref="ISeenActivities"/>. A wrong configuration refuses the start
    /// (<see cref="OptionsValidationException"/> with the sentences of <see cref="ChannelOptionsCheck"/>).
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="bot">The section <c>Bot</c>, see <see cref="ChannelOptions"/>.</param>
    /// <param name="credential">Gives the tokens of messages going out (the bot's own identity).</param>
    /// <param name="time">The channel's clock; the system's when null.</param>
    public static IServiceCollection AddBotChannel(
        this IServiceCollection services,
        IConfiguration bot,
        TokenCredential credential,
        TimeProvider? time = null
    )
    {
        ArgumentNullException.ThrowIfNull(credential);
        var clock = time ?? TimeProvider.System;

        services.AddOptions<ChannelOptions>().Bind(bot).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ChannelOptions>, ChannelOptionsValidation>();
        services
            .AddHttpClient(
                HttpClientName,
                client =>
                {
                    client.Timeout = TimeSpan.FromSeconds(15);
                    client.MaxResponseContentBufferSize = 1024 * 1024;
                }
            )
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }
            )
            .RemoveAllLoggers();

        services.AddSingleton(provider => new ServiceUrls(
            provider.GetRequiredService<IHostEnvironment>().IsDevelopment()
        ));
        services.AddSingleton(provider => new ChannelSigningKeys(
            provider.GetRequiredService<IHttpClientFactory>(),
            provider.GetRequiredService<IOptions<ChannelOptions>>(),
            clock,
            provider.GetRequiredService<ILogger<ChannelSigningKeys>>()
        ));
        services.AddSingleton(provider => new TokenCheck(
            provider.GetRequiredService<IOptions<ChannelOptions>>(),
            provider.GetRequiredService<ChannelSigningKeys>(),
            clock
        ));
        services.AddSingleton<ActivityCheck>();
        services.AddSingleton<UnsignedCheck>();
        services.AddSingleton<IConnector>(provider => new HttpConnector(
            provider.GetRequiredService<IHttpClientFactory>(),
            provider.GetRequiredService<ServiceUrls>(),
            new BotToken(credential, provider.GetRequiredService<IOptions<ChannelOptions>>(), clock),
            clock,
            provider.GetRequiredService<ILogger<HttpConnector>>()
        ));
        services.AddSingleton<IDirectory>(provider => new GraphDirectory(
            provider.GetRequiredService<IHttpClientFactory>(),
            credential,
            provider.GetRequiredService<IOptions<ChannelOptions>>()
        ));
        services.AddSingleton(provider => new TurnRunner(
            provider.GetRequiredService<IBot>(),
            provider.GetRequiredService<ISeenActivities>(),
            clock,
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<ILogger<TurnRunner>>()
        ));
        services.AddSingleton<MessagesEndpoint>();
        return services;
    }

    public static IEndpointRouteBuilder MapBotChannel(this IEndpointRouteBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var endpoint = app.ServiceProvider.GetRequiredService<MessagesEndpoint>();
        app.MapPost(Path, endpoint.Post);
        app.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], MessagesEndpoint.Look);
        return app;
    }
}
