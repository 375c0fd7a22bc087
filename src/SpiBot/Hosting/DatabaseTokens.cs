using Azure.Core;
using SpiBot.Operations.Storage;

namespace SpiBot.Hosting;

/// <summary>Tokens for Azure's PostgreSQL. The credential keeps them until shortly before their end. Source: "Connect with managed identity", Azure Database for PostgreSQL.</summary>
internal sealed class DatabaseTokens(TokenCredential credential) : IStoreTokens
{
    private static readonly TokenRequestContext Scope = new(["https://ossrdbms-aad.database.windows.net/.default"]);

    public string Get() => credential.GetToken(Scope, CancellationToken.None).Token;

    public async ValueTask<string> Get(CancellationToken ct) => (await credential.GetTokenAsync(Scope, ct)).Token;
}
