using System.Text.Json.Nodes;

namespace SpiBot.Lab.Azure;

/// <summary>The Lab's Key Vault: <c>GET /secrets/{name}[/{version}]</c>, with the challenge that its client begins by asking for.</summary>
internal sealed class VaultSecrets(
    IReadOnlyDictionary<string, string> secrets,
    Func<Uri> origin,
    string tenantId,
    EntraTokens entra,
    TimeProvider time
)
{
    private const string OnlyVersion = "00000000000000000000000000000001";
    private readonly long createdAt = time.GetUtcNow().ToUnixTimeSeconds();

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/secrets/{name}/{version?}", Get);

    private async Task<IResult> Get(string name, string? version, HttpContext context)
    {
        if (!await entra.Accepts(context.Request.Headers.Authorization, EntraTokens.VaultAudience))
        {
            context.Response.Headers.WWWAuthenticate =
                $"Bearer authorization=\"{origin().GetLeftPart(UriPartial.Authority)}/{tenantId}\", resource=\"{EntraTokens.VaultAudience}\"";
            return Refused(401, "Unauthorized", "AKV10000: Request is missing a Bearer or PoP token.");
        }

        // Names of secrets are the same in any case of their letters.
        var value = secrets
            .Where(secret => string.Equals(secret.Key, name, StringComparison.OrdinalIgnoreCase))
            .Select(secret => secret.Value)
            .FirstOrDefault();
        if (value is null || version is not (null or OnlyVersion))
            return Refused(404, "SecretNotFound", $"A secret with (name/id) {name} was not found in this key vault.");

        return Results.Json(
            new JsonObject
            {
                ["value"] = value,
                ["id"] = new Uri(origin(), $"/secrets/{name}/{OnlyVersion}").AbsoluteUri,
                ["attributes"] = new JsonObject
                {
                    ["enabled"] = true,
                    ["created"] = createdAt,
                    ["updated"] = createdAt,
                    ["recoveryLevel"] = "Purgeable",
                },
            }
        );
    }

    private static IResult Refused(int status, string code, string message) =>
        Results.Json(
            new JsonObject
            {
                ["error"] = new JsonObject { ["code"] = code, ["message"] = message },
            },
            statusCode: status
        );
}
