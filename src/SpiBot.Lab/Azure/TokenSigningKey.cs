using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace SpiBot.Lab.Azure;

/// <summary>An RSA key that signs tokens, as Entra ID and the channel's token issuer have them, with the channels it may sign for.</summary>
public sealed class TokenSigningKey : IDisposable
{
    private readonly RSA rsa = RSA.Create(2048);

    public TokenSigningKey(params string[] endorsements)
    {
        Endorsements = endorsements;
        SecurityKey = new RsaSecurityKey(rsa)
        {
            KeyId = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(12)),
            // A cached signer would outlive the key.
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
        };
    }

    public IReadOnlyList<string> Endorsements { get; }

    public string Id => SecurityKey.KeyId;

    public RsaSecurityKey SecurityKey { get; }

    public SigningCredentials Credentials => new(SecurityKey, SecurityAlgorithms.RsaSha256);

    /// <summary>The public half, as a JWKS lists it.</summary>
    public JsonObject Jwk()
    {
        var numbers = rsa.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = Id,
            ["n"] = Base64UrlEncoder.Encode(numbers.Modulus),
            ["e"] = Base64UrlEncoder.Encode(numbers.Exponent),
            ["endorsements"] = new JsonArray([.. Endorsements.Select(endorsement => JsonValue.Create(endorsement))]),
        };
    }

    public void Dispose() => rsa.Dispose();
}
