using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SpiBot.Channel.Authentication;

/// <summary>
/// Is the Authorization header a token of the channel for this bot? Header, issuer, signature (RS256 alone), lifetime (5 minutes of skew), audience:
/// in the order of "Bot Connector authentication". What the token says about the activity is <see cref="ActivityCheck"/>'s.
/// </summary>
internal sealed class TokenCheck(IOptions<ChannelOptions> options, ChannelSigningKeys keys, TimeProvider time)
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private const string WrongIssuer = "The token's issuer is not the channel.";

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };

    public async Task<TokenVerdict> Check(StringValues authorization, CancellationToken ct)
    {
        if (Read(authorization) is not { } token)
            return Refused("The Authorization header is not 'Bearer' and one token.");
        if (options.Value.AppId is not { Length: > 0 } appId)
            return Refused("This bot has no Bot:AppId, so that no token can be for it.");
        if (token.Alg != SecurityAlgorithms.RsaSha256)
            return Refused("The token is not signed by RS256.");
        if (token.Issuer != options.Value.Issuer)
            return Refused(WrongIssuer);
        if (string.IsNullOrEmpty(token.Kid))
            return Refused("The token names no signing key.");

        ChannelSigningKey? key;
        try
        {
            key = await keys.Find(token.Kid, ct);
        }
        catch (ChannelKeysUnavailableException e)
        {
            return new TokenVerdict.Refused(new Refusal(503, e.Message));
        }

        if (key is null)
            return Refused("The token's signing key is not one of the channel's.");

        var result = await handler.ValidateTokenAsync(token, Parameters(key, appId));
        if (!result.IsValid)
            return Refused(Words(result.Exception));

        var serviceUrls = token
            .Claims.Where(claim => string.Equals(claim.Type, "serviceurl", StringComparison.OrdinalIgnoreCase))
            .Select(claim => claim.Value)
            .ToList();
        return new TokenVerdict.Valid(
            new ChannelToken(serviceUrls.Count == 1 ? serviceUrls[0] : null, key.Endorsements)
        );
    }

    private JsonWebToken? Read(StringValues authorization)
    {
        if (authorization.Count != 1)
            return null;
        var parts = authorization.ToString().Split(' ');
        if (parts.Length != 2 || !string.Equals(parts[0], "Bearer", StringComparison.OrdinalIgnoreCase))
            return null;
        // Five parts would be an encrypted token, which the channel never sends.
        if (parts[1].Count(c => c == '.') != 2)
            return null;
        try
        {
            return handler.ReadJsonWebToken(parts[1]);
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }

    private TokenValidationParameters Parameters(ChannelSigningKey key, string appId) =>
        new()
        {
            RequireSignedTokens = true,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            IssuerSigningKey = key.Key,
            ValidateIssuerSigningKey = true,
            TryAllIssuerSigningKeys = false,
            ValidateIssuer = true,
            ValidIssuer = options.Value.Issuer,
            ValidateAudience = true,
            // Entra writes GUIDs in small letters, people as they like.
            ValidAudiences = [appId, appId.ToLowerInvariant()],
            ValidateLifetime = true,
            RequireExpirationTime = true,
            LifetimeValidator = (notBefore, expires, _, _) => Lives(notBefore, expires),
        };

    private bool Lives(DateTime? notBefore, DateTime? expires)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + Skew && (notBefore is not { } start || start - Skew <= now);
    }

    private static TokenVerdict.Refused Refused(string reason) => new(Refusal.Unauthorized(reason));

    /// <summary>The library's own messages quote the token; these do not.</summary>
    private static string Words(Exception? failure) =>
        failure switch
        {
            SecurityTokenInvalidAudienceException => "The token is for another bot.",
            SecurityTokenInvalidIssuerException => WrongIssuer,
            SecurityTokenInvalidLifetimeException
            or SecurityTokenExpiredException
            or SecurityTokenNotYetValidException => "The token is expired, not yet valid, or has no end.",
            SecurityTokenInvalidSignatureException or SecurityTokenSignatureKeyNotFoundException =>
                "The token's signature is wrong.",
            _ => "The token is not valid.",
        };
}
