using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SpiBot.Lab.Azure;

/// <summary>
/// The Lab's issuer of the tokens with which the channel signs its activities: OpenID metadata, keys with their endorsements, and the tokens.
/// </summary>
internal sealed class ChannelTokens(Func<Uri> origin, TimeProvider time) : IDisposable
{
    public const string MetadataPath = "/.well-known/openidconfiguration";
    private const string KeysPath = "/.well-known/keys";

    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly Lock gate = new();
    private readonly List<TokenSigningKey> keys = [new TokenSigningKey("msteams")];

    public string Issuer => origin().GetLeftPart(UriPartial.Authority);

    public TokenSigningKey CurrentKey
    {
        get
        {
            lock (gate)
                return keys[^1];
        }
    }

    public TokenSigningKey Rotate(params string[] endorsements)
    {
        var key = new TokenSigningKey(endorsements);
        lock (gate)
            keys.Add(key);
        return key;
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(
            MetadataPath,
            () =>
                Results.Json(
                    new JsonObject
                    {
                        ["issuer"] = Issuer,
                        ["jwks_uri"] = Issuer + KeysPath,
                        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
                    }
                )
        );
        routes.MapGet(KeysPath, () => Results.Json(new JsonObject { ["keys"] = PublishedKeys() }));
    }

    public string Sign(ChannelTokenContent content)
    {
        var start = content.NotBefore ?? time.GetUtcNow();
        var claims = new Dictionary<string, object>(StringComparer.Ordinal);
        if (content.ServiceUrl is not null)
            claims["serviceurl"] = content.ServiceUrl;
        return handler.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = content.Issuer ?? Issuer,
                Audience = content.Audience,
                NotBefore = start.UtcDateTime,
                IssuedAt = start.UtcDateTime,
                Expires = (start + content.Lifetime).UtcDateTime,
                Claims = claims,
                SigningCredentials = (content.Key ?? CurrentKey).Credentials,
            }
        );
    }

    public void Dispose()
    {
        lock (gate)
            keys.ForEach(key => key.Dispose());
    }

    private JsonArray PublishedKeys()
    {
        lock (gate)
            return [.. keys.Select(key => key.Jwk())];
    }
}

/// <summary>What a channel token says. What is null is taken from the stand-in; a null <see cref="ServiceUrl"/> leaves the claim out.</summary>
internal sealed record ChannelTokenContent(string? ServiceUrl, string Audience)
{
    public string? Issuer { get; init; }

    public TokenSigningKey? Key { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(1);
}
