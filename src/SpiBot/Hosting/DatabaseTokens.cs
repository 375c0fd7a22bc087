using Azure.Core;
using Azure.Identity;
using SpiBot.Operations.Storage;

namespace SpiBot.Hosting;

/// <summary>Tokens for Azure's PostgreSQL. The credential keeps them until shortly before their end. Source: "Connect with managed identity", Azure Database for PostgreSQL.</summary>
/// <param name="connectionString">Says by its host in which cloud the server is.</param>
internal sealed class DatabaseTokens(TokenCredential credential, string? connectionString) : IStoreTokens
{
    private static readonly (string Hosts, string Scope)[] OtherClouds =
    [
        (".usgovcloudapi.net", "https://ossrdbms-aad.database.usgovcloudapi.net/.default"),
        (".chinacloudapi.cn", "https://ossrdbms-aad.database.chinacloudapi.cn/.default"),
    ];

    private readonly TokenRequestContext scope = new([ScopeFor(connectionString)]);

    public string Get()
    {
        try
        {
            return credential.GetToken(scope, CancellationToken.None).Token;
        }
        catch (AuthenticationFailedException e)
        {
            throw NoToken(e);
        }
    }

    public async ValueTask<string> Get(CancellationToken ct)
    {
        try
        {
            return (await credential.GetTokenAsync(scope, ct)).Token;
        }
        catch (AuthenticationFailedException e)
        {
            throw NoToken(e);
        }
    }

    internal static string ScopeFor(string? connectionString) =>
        OtherClouds
            .Where(cloud => connectionString?.Contains(cloud.Hosts, StringComparison.OrdinalIgnoreCase) == true)
            .Select(cloud => cloud.Scope)
            .FirstOrDefault()
        ?? "https://ossrdbms-aad.database.windows.net/.default";

    /// <summary>The text of the cause is long and tells of each way of signing in that was tried.</summary>
    private static StorageRefusedException NoToken(Exception cause) =>
        new(
            "SpiBot's identity gets no token for the database (Storage:SignInByIdentity): check that the managed identity (or AZURE_CLIENT_ID and its secret) is set up where SpiBot runs",
            cause
        );
}
