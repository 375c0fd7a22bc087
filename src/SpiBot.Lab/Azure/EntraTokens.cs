using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SpiBot.Lab.Azure;

/// <summary>
/// The Lab's Entra ID: one tenant, one app with a secret, <c>POST /{tenant}/oauth2/v2.0/token</c> for the grant <c>client_credentials</c>, and the check of the tokens
/// it gave out, as Key Vault and the channel make it.
/// </summary>
internal sealed class EntraTokens(string tenantId, string clientId, string clientSecret, TimeProvider time)
    : IDisposable
{
    public const string VaultAudience = "https://vault.azure.net";
    public const string ChannelAudience = "https://api.botframework.com";
    public const string GraphAudience = "https://graph.microsoft.com";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private static readonly Dictionary<string, string> Audiences = new(StringComparer.Ordinal)
    {
        [VaultAudience + "/.default"] = VaultAudience,
        [ChannelAudience + "/.default"] = ChannelAudience,
        [GraphAudience + "/.default"] = GraphAudience,
    };

    private readonly TokenSigningKey key = new();
    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false };

    private string Issuer => $"https://sts.windows.net/{tenantId}/";

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/{tenant}/oauth2/v2.0/token", Give);

    /// <summary>Is it a bearer token of this Entra ID for that audience, and alive?</summary>
    public async Task<bool> Accepts(string? authorization, string audience)
    {
        const string scheme = "Bearer ";
        if (authorization?.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) is not true)
            return false;
        var result = await handler.ValidateTokenAsync(
            authorization[scheme.Length..],
            new TokenValidationParameters
            {
                ValidIssuer = Issuer,
                ValidAudience = audience,
                ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
                IssuerSigningKey = key.SecurityKey,
                LifetimeValidator = (_, expires, _, _) => time.GetUtcNow().UtcDateTime < expires,
            }
        );
        return result.IsValid && result.ClaimsIdentity.HasClaim("appid", clientId);
    }

    public void Dispose() => key.Dispose();

    private async Task<IResult> Give(string tenant, HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType)
            return Refused(400, "invalid_request", "AADSTS900144: The request body must be a form.");
        var form = await request.ReadFormAsync(ct);

        if (!string.Equals(tenant, tenantId, StringComparison.OrdinalIgnoreCase))
            return Refused(400, "invalid_request", "AADSTS90002: Tenant not found.");
        if (form["grant_type"] != "client_credentials")
            return Refused(400, "unsupported_grant_type", "AADSTS70003: The app asked for an unsupported grant type.");
        if (!string.Equals(form["client_id"], clientId, StringComparison.OrdinalIgnoreCase))
            return Refused(400, "unauthorized_client", "AADSTS700016: Application was not found in the directory.");
        if (!IsSecret(form["client_secret"].ToString()))
            return Refused(401, "invalid_client", "AADSTS7000215: Invalid client secret provided.");
        var audience = form["scope"]
            .ToString()
            .Split(' ')
            .Select(scope => Audiences.GetValueOrDefault(scope))
            .FirstOrDefault(known => known is not null);
        if (audience is null)
            return Refused(
                400,
                "invalid_scope",
                "AADSTS70011: The provided value for the input parameter 'scope' is not valid."
            );

        return Results.Json(
            new JsonObject
            {
                ["token_type"] = "Bearer",
                ["expires_in"] = (int)Lifetime.TotalSeconds,
                ["ext_expires_in"] = (int)Lifetime.TotalSeconds,
                ["access_token"] = Sign(audience),
            }
        );
    }

    private string Sign(string audience)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return handler.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = Issuer,
                Audience = audience,
                IssuedAt = now,
                NotBefore = now,
                Expires = now + Lifetime,
                Claims = new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["appid"] = clientId,
                    ["tid"] = tenantId,
                    // No two tokens are the same, also within one second.
                    ["uti"] = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(16)),
                },
                SigningCredentials = key.Credentials,
            }
        );
    }

    private bool IsSecret(string presented) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(presented),
            Encoding.UTF8.GetBytes(clientSecret)
        );

    private static IResult Refused(int status, string error, string description) =>
        Results.Json(new JsonObject { ["error"] = error, ["error_description"] = description }, statusCode: status);
}
