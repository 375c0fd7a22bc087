using System.Globalization;
using System.Text.RegularExpressions;
using Azure.Core;
using Microsoft.Extensions.Options;

namespace SpiBot.Channel.Connector;

/// <summary>The bot's own token for the channel: kept until five minutes before its end, fetched by one caller at a time.</summary>
internal sealed partial class BotToken(TokenCredential credential, IOptions<ChannelOptions> options, TimeProvider time)
    : IDisposable
{
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(5);
    private readonly SemaphoreSlim gate = new(1, 1);
    private AccessToken? held;

    /// <param name="refused">The token that the channel has just refused: never given again.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="ConnectorException">No token is to be had.</exception>
    public async Task<string> Get(string? refused, CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            if (held is { } token && token.Token != refused && time.GetUtcNow() < token.ExpiresOn - Before)
                return token.Token;

            var fresh = await credential.GetTokenAsync(
                new TokenRequestContext([options.Value.Scope], claims: refused is null ? null : IssuedFromNow()),
                ct
            );
            held = fresh;
            return fresh.Token;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new ConnectorException(
                $"No token for the channel: {Reason(e)}. Check the bot's identity (app id, tenant, secret or managed identity).",
                null,
                "TokenUnavailable",
                e
            );
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    /// <summary>Entra's error number when there is one; Azure.Identity leaves it to the inner exception.</summary>
    private static string Reason(Exception e)
    {
        var number = EntraError().Match($"{e.Message} {e.InnerException?.Message}");
        return number.Success ? number.Value : e.GetType().Name;
    }

    [GeneratedRegex(@"\bAADSTS[0-9]{1,9}\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex EntraError();

    /// <summary>A claims request makes Azure.Identity pass its own cache, which still holds the refused token.</summary>
    private string IssuedFromNow()
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"" + now + "\"}}}";
    }
}
