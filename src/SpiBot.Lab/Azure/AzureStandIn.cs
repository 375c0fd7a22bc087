using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace SpiBot.Lab.Azure;

/// <summary>
/// Entra ID, Key Vault, Microsoft Graph and the channel's token issuer as one https server on this machine, for the unchanged Azure clients: tokens are really signed and really checked.
/// Identities and keys are made anew at each start.
/// </summary>
public sealed class AzureStandIn : IAsyncDisposable
{
    private readonly ThrowawayAuthority authority;
    private readonly EntraTokens entra;
    private readonly ChannelTokens channel;
    private readonly string clientSecret = Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
    private WebApplication? app;
    private Uri? origin;

    private AzureStandIn(TimeProvider time)
    {
        authority = new ThrowawayAuthority(time);
        entra = new EntraTokens(TenantId, AppId, clientSecret, time);
        channel = new ChannelTokens(() => Origin, time);
    }

    /// <summary><c>https://localhost:PORT/</c></summary>
    public Uri Origin => origin ?? throw new InvalidOperationException("Not started yet.");

    public string TenantId { get; } = Guid.NewGuid().ToString("D");

    /// <summary>The bot's app id, and the client id of its identity.</summary>
    public string AppId { get; } = Guid.NewGuid().ToString("D");

    /// <summary>The secret of the bot's identity; only <see cref="EnvironmentForSpiBot"/> and the Azure clients should need it.</summary>
    public string ClientSecret => clientSecret;

    /// <summary>Who is in the groups and teams.</summary>
    public GraphGroups Graph { get; } = new();

    /// <summary>The throwaway CA's certificate as PEM.</summary>
    public string CaFile => authority.File;

    /// <summary>The key that signs channel tokens now.</summary>
    public TokenSigningKey ChannelKey => channel.CurrentKey;

    /// <summary>Makes SpiBot, unchanged, take this server for Azure and the channel (Linux: SSL_CERT_FILE is honoured there).</summary>
    public IReadOnlyDictionary<string, string> EnvironmentForSpiBot =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AZURE_AUTHORITY_HOST"] = Origin.AbsoluteUri,
            ["AZURE_TENANT_ID"] = TenantId,
            ["AZURE_CLIENT_ID"] = AppId,
            ["AZURE_CLIENT_SECRET"] = clientSecret,
            ["SSL_CERT_FILE"] = CaFile,
            ["Bot__AppId"] = AppId,
            ["Bot__TenantId"] = TenantId,
            ["Bot__Issuer"] = channel.Issuer,
            ["Bot__OpenIdMetadata"] = channel.Issuer + ChannelTokens.MetadataPath,
            ["Bot__Graph"] = Origin.AbsoluteUri,
            ["Vault__Uri"] = Origin.AbsoluteUri,
            ["Azure__DisableInstanceDiscovery"] = "true",
            ["Azure__DisableChallengeResourceVerification"] = "true",
        };

    /// <param name="secrets">The vault's secrets by name; looked up at each request, so that a live dictionary may change.</param>
    /// <param name="ct">Ends the start.</param>
    /// <param name="also">Maps more endpoints on the same https server.</param>
    /// <param name="time">The clock of tokens; the system's when null.</param>
    public static async Task<AzureStandIn> Start(
        IReadOnlyDictionary<string, string> secrets,
        CancellationToken ct,
        Action<IEndpointRouteBuilder>? also = null,
        TimeProvider? time = null
    )
    {
        ArgumentNullException.ThrowIfNull(secrets);
        var standIn = new AzureStandIn(time ?? TimeProvider.System);
        try
        {
            await standIn.Open(secrets, also, time ?? TimeProvider.System, ct);
            return standIn;
        }
        catch
        {
            await standIn.DisposeAsync();
            throw;
        }
    }

    /// <summary>A token as the channel sends it with an activity of that serviceUrl (null: without the claim). What is not given is right; negative tests override it.</summary>
    public string SignChannelToken(
        string? serviceUrl,
        string? issuer = null,
        string? audience = null,
        TokenSigningKey? key = null,
        DateTimeOffset? notBefore = null,
        TimeSpan? lifetime = null
    ) =>
        channel.Sign(
            new ChannelTokenContent(serviceUrl, audience ?? AppId)
            {
                Issuer = issuer,
                Key = key,
                NotBefore = notBefore,
                Lifetime = lifetime ?? TimeSpan.FromHours(1),
            }
        );

    /// <summary>Publishes a further channel key and signs with it from now on.</summary>
    public TokenSigningKey RotateChannelKey(params string[] endorsements) => channel.Rotate(endorsements);

    /// <summary>Is it the bot's token for the connector?</summary>
    public bool AcceptsBotToken(string? authorizationHeader) =>
        // With the key at hand nothing is awaited inside: the task is complete when it comes back.
        entra.Accepts(authorizationHeader, EntraTokens.ChannelAudience).GetAwaiter().GetResult();

    /// <summary>For clients inside this process: makes the handler trust this server's CA, and no other.</summary>
    public void TrustBy(SocketsHttpHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            authority.Signed(certificate as X509Certificate2);
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
            await app.DisposeAsync();
        channel.Dispose();
        entra.Dispose();
        authority.Dispose();
    }

    private async Task Open(
        IReadOnlyDictionary<string, string> secrets,
        Action<IEndpointRouteBuilder>? also,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, OwnersLifetime>();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            // Kestrel takes port 0 for an address only, not for the name localhost.
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(authority.Server))
        );

        app = builder.Build();
        app.UseRouting();
        entra.Map(app);
        new VaultSecrets(secrets, () => Origin, TenantId, entra, time).Map(app);
        channel.Map(app);
        Graph.Map(app, entra, () => Origin);
        also?.Invoke(app);
        app.UseEndpoints(_ => { });
        await app.StartAsync(ct);

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        origin = new UriBuilder(addresses.Addresses.Single()) { Host = "localhost" }.Uri;
    }
}
