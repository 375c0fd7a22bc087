using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using SpiBot.Channel.Activities;

namespace SpiBot.Channel.Authentication;

/// <summary>A public key of the channel, and the channels that it may sign for (the JWK's non-standard <c>endorsements</c>, which OpenID libraries drop).</summary>
internal sealed record ChannelSigningKey(RsaSecurityKey Key, IReadOnlySet<string> Endorsements)
{
    /// <summary>Shorter keys are not believed.</summary>
    private const int LeastModulusBytes = 256;

    /// <summary>The RSA signing keys of a JWKS document by their <c>kid</c>; keys of other kinds are left out.</summary>
    /// <exception cref="JsonException">The document is not a JWKS.</exception>
    public static IReadOnlyDictionary<string, ChannelSigningKey> ReadAll(JsonElement jwks)
    {
        if (
            jwks.ValueKind != JsonValueKind.Object
            || !jwks.TryGetProperty("keys", out var keys)
            || keys.ValueKind != JsonValueKind.Array
        )
        {
            throw new JsonException("The key document has no array 'keys'.");
        }

        var found = new Dictionary<string, ChannelSigningKey>(StringComparer.Ordinal);
        foreach (var jwk in keys.EnumerateArray())
        {
            if (Read(jwk) is { } key)
                found[key.Key.KeyId] = key;
        }

        return found;
    }

    private static ChannelSigningKey? Read(JsonElement jwk)
    {
        if (
            jwk.ValueKind != JsonValueKind.Object
            || JsonText.In(jwk, "kty") != "RSA"
            || JsonText.In(jwk, "use") is not (null or "sig")
        )
            return null;
        if (
            JsonText.In(jwk, "kid") is not { Length: > 0 } kid
            || JsonText.In(jwk, "n") is not { } n
            || JsonText.In(jwk, "e") is not { } e
        )
            return null;

        var numbers = new RSAParameters { Modulus = Decode(n), Exponent = Decode(e) };
        if (numbers.Modulus.Length < LeastModulusBytes)
            return null;

        return new ChannelSigningKey(new RsaSecurityKey(numbers) { KeyId = kid }, EndorsementsOf(jwk));
    }

    private static HashSet<string> EndorsementsOf(JsonElement jwk)
    {
        var endorsements = new HashSet<string>(StringComparer.Ordinal);
        if (jwk.TryGetProperty("endorsements", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var endorsement in list.EnumerateArray())
            {
                if (endorsement.ValueKind == JsonValueKind.String)
                    endorsements.Add(endorsement.GetString()!);
            }
        }

        return endorsements;
    }

    private static byte[] Decode(string base64Url)
    {
        try
        {
            return Base64UrlEncoder.DecodeBytes(base64Url);
        }
        catch (FormatException e)
        {
            throw new JsonException("A key of the key document is not base64url.", e);
        }
    }
}
