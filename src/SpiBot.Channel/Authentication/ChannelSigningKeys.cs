using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SpiBot.Channel.Authentication;

/// <summary>The channel's keys could not be fetched, so that no token can be judged now.</summary>
internal sealed class ChannelKeysUnavailableException(string message, Exception? inner) : Exception(message, inner);

/// <summary>
/// The channel's public keys, fetched by its OpenID metadata and kept for a day. An unknown key id fetches them again, at most once a minute, so that
/// garbage tokens cannot make us hammer the channel. A failed fetch is never kept: older keys serve on for up to five days (which the channel's
/// documentation allows), without any the next request tries again.
/// </summary>
internal sealed class ChannelSigningKeys(
    IHttpClientFactory http,
    IOptions<ChannelOptions> options,
    TimeProvider time,
    ILogger<ChannelSigningKeys> log
) : IDisposable
{
    public static readonly TimeSpan Fresh = TimeSpan.FromHours(24);
    public static readonly TimeSpan Believed = TimeSpan.FromDays(5);
    public static readonly TimeSpan BetweenFetches = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenFirstFetches = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim gate = new(1, 1);
    private volatile Snapshot? snapshot;
    private DateTimeOffset? lastFetch;
    private Exception? lastFailure;

    private sealed record Snapshot(IReadOnlyDictionary<string, ChannelSigningKey> Keys, DateTimeOffset TakenAt);

    /// <returns>The key, or null when the channel has none of that id.</returns>
    /// <exception cref="ChannelKeysUnavailableException">There are no keys to judge by.</exception>
    public async Task<ChannelSigningKey?> Find(string keyId, CancellationToken ct)
    {
        if (
            snapshot is { } known
            && time.GetUtcNow() - known.TakenAt < Fresh
            && known.Keys.TryGetValue(keyId, out var key)
        )
            return key;

        await gate.WaitAsync(ct);
        try
        {
            return await FindAlone(keyId);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task<ChannelSigningKey?> FindAlone(string keyId)
    {
        if (snapshot is null)
            await FetchUnlessJustTried(BetweenFirstFetches);
        else if (Age(snapshot) >= Fresh || !snapshot.Keys.ContainsKey(keyId))
            await FetchUnlessJustTried(BetweenFetches);

        if (snapshot is not { } keys || Age(keys) >= Believed)
            throw new ChannelKeysUnavailableException("The channel's signing keys cannot be fetched.", lastFailure);
        return keys.Keys.GetValueOrDefault(keyId);
    }

    private TimeSpan Age(Snapshot of) => time.GetUtcNow() - of.TakenAt;

    private async Task FetchUnlessJustTried(TimeSpan between)
    {
        var now = time.GetUtcNow();
        if (now - lastFetch < between)
            return;
        lastFetch = now;
        try
        {
            // Not the request's token: whoever hangs up must not spoil the fetch that others wait for. The client's own timeout bounds it.
            snapshot = new Snapshot(await Fetch(CancellationToken.None), now);
            lastFailure = null;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException)
        {
            lastFailure = e;
            log.LogWarning(
                e,
                "The channel's signing keys could not be fetched by {OpenIdMetadata}; older keys serve on if there are any",
                options.Value.OpenIdMetadata
            );
        }
    }

    private async Task<IReadOnlyDictionary<string, ChannelSigningKey>> Fetch(CancellationToken ct)
    {
        using var client = http.CreateClient(BotChannel.HttpClientName);
        var metadata = await GetJson(client, new Uri(options.Value.OpenIdMetadata), ct);
        if (
            metadata.ValueKind != JsonValueKind.Object
            || !metadata.TryGetProperty("jwks_uri", out var uri)
            || uri.ValueKind != JsonValueKind.String
            || !Uri.TryCreate(uri.GetString(), UriKind.Absolute, out var jwks)
            || jwks.Scheme != Uri.UriSchemeHttps
        )
        {
            throw new JsonException("The OpenID metadata has no https 'jwks_uri'.");
        }

        var keys = ChannelSigningKey.ReadAll(await GetJson(client, jwks, ct));
        return keys.Count > 0 ? keys : throw new JsonException("The key document holds no RSA key.");
    }

    private static async Task<JsonElement> GetJson(HttpClient client, Uri address, CancellationToken ct)
    {
        using var response = await client.GetAsync(address, ct);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new HttpRequestException(
                $"{address} answered {(int)response.StatusCode}.",
                null,
                response.StatusCode
            );
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        using var document = await JsonDocument.ParseAsync(body, cancellationToken: ct);
        return document.RootElement.Clone();
    }
}
