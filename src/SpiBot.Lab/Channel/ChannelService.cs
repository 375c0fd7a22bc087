using System.Net;
using SpiBot.Lab.Azure;

namespace SpiBot.Lab.Channel;

/// <summary>
/// The channel as a server: the connector that SpiBot calls, the tokens of what SpiBot is sent, and what SpiBot has to be told to believe in both.
/// Signed it is all https and tokens beside Entra ID and Key Vault; unsigned it is what Agents Playground does: plain http on loopback, no tokens.
/// </summary>
public sealed class ChannelService : IAsyncDisposable
{
    private readonly IAsyncDisposable server;

    private ChannelService(IAsyncDisposable server, Uri origin, string appId, string tenantId)
    {
        this.server = server;
        ServiceUrl = new Uri(origin, ConnectorEndpoints.Path.TrimStart('/') + "/").AbsoluteUri;
        AppId = appId;
        TenantId = tenantId;
    }

    public string ServiceUrl { get; }

    public string AppId { get; }

    public string TenantId { get; }

    /// <summary>Null when nothing is signed.</summary>
    public AzureStandIn? Azure { get; private init; }

    public required IReadOnlyDictionary<string, string> EnvironmentForSpiBot { get; init; }

    public string? SignToken() => Azure?.SignChannelToken(ServiceUrl);

    /// <param name="secrets">The vault's, by name.</param>
    public static async Task<ChannelService> StartSigned(
        IncidentChannel channel,
        IReadOnlyDictionary<string, string> secrets,
        CancellationToken ct
    )
    {
        AzureStandIn? azure = null;
        azure = await AzureStandIn.Start(
            secrets,
            ct,
            routes => ConnectorEndpoints.Map(routes, channel, header => azure?.AcceptsBotToken(header) == true)
        );
        return new ChannelService(azure, azure.Origin, azure.AppId, azure.TenantId)
        {
            Azure = azure,
            EnvironmentForSpiBot = azure.EnvironmentForSpiBot,
        };
    }

    public static async Task<ChannelService> StartUnsigned(IncidentChannel channel, CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, OwnersLifetime>();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        ConnectorEndpoints.Map(app, channel, header => string.IsNullOrEmpty(header));
        try
        {
            await app.StartAsync(ct);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new ChannelService(app, new Uri(app.Urls.Single()), $"{Guid.NewGuid()}", $"{Guid.NewGuid()}")
        {
            EnvironmentForSpiBot = new Dictionary<string, string> { ["Bot__AllowUnsigned"] = "true" },
        };
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
