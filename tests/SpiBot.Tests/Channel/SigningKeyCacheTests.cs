using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SpiBot.Channel;
using SpiBot.Channel.Authentication;
using SpiBot.Lab.Azure;

namespace SpiBot.Tests.Channel;

public sealed class SigningKeyCacheTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly PublishedKeys published = new();
    private readonly ChannelSigningKeys keys;

    public SigningKeyCacheTests()
    {
        keys = new ChannelSigningKeys(
            published,
            Options.Create(new ChannelOptions()),
            time,
            NullLogger<ChannelSigningKeys>.Instance
        );
    }

    public void Dispose()
    {
        keys.Dispose();
        published.Dispose();
    }

    [Fact]
    public async Task Keys_are_fetched_once_a_day()
    {
        var id = published.Key.Id;
        Assert.NotNull(await Find(id));
        time.Advance(TimeSpan.FromHours(23));
        Assert.NotNull(await Find(id));
        Assert.Equal(1, published.Fetches);

        time.Advance(TimeSpan.FromHours(1));
        Assert.NotNull(await Find(id));
        Assert.Equal(2, published.Fetches);
    }

    [Fact]
    public async Task A_hundred_unknown_keys_cost_one_fetch()
    {
        Assert.NotNull(await Find(published.Key.Id));
        time.Advance(TimeSpan.FromMinutes(2));

        for (var i = 0; i < 100; i++)
            Assert.Null(await Find($"unknown-{i}"));

        Assert.Equal(2, published.Fetches);
    }

    [Fact]
    public async Task A_failed_first_fetch_is_tried_again()
    {
        published.Fails = true;
        await Assert.ThrowsAsync<ChannelKeysUnavailableException>(() => Find(published.Key.Id));

        published.Fails = false;
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.NotNull(await Find(published.Key.Id));
    }

    [Fact]
    public async Task Old_keys_serve_on_while_the_channel_cannot_be_asked_but_not_beyond_five_days()
    {
        Assert.NotNull(await Find(published.Key.Id));
        published.Fails = true;

        time.Advance(TimeSpan.FromDays(4));
        Assert.NotNull(await Find(published.Key.Id));

        time.Advance(TimeSpan.FromDays(1));
        await Assert.ThrowsAsync<ChannelKeysUnavailableException>(() => Find(published.Key.Id));
    }

    [Fact]
    public async Task A_key_that_is_withdrawn_is_not_believed_after_the_next_fetch()
    {
        var old = published.Key.Id;
        Assert.NotNull(await Find(old));
        published.Replace();

        time.Advance(TimeSpan.FromHours(24));

        Assert.Null(await Find(old));
    }

    private Task<ChannelSigningKey?> Find(string id) => keys.Find(id, TestContext.Current.CancellationToken);

    private sealed class PublishedKeys : HttpMessageHandler, IHttpClientFactory
    {
        public TokenSigningKey Key { get; private set; } = new("msteams");

        public bool Fails { get; set; }

        public int Fetches { get; private set; }

        public void Replace() => Key = new TokenSigningKey("msteams");

        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            if (Fails)
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
            var isMetadata = request.RequestUri!.AbsolutePath.EndsWith("openidconfiguration", StringComparison.Ordinal);
            if (isMetadata)
                Fetches++;
            var text = isMetadata
                ? """{"jwks_uri":"https://login.botframework.com/v1/.well-known/keys"}"""
                : $$"""{"keys":[{"kty":"EC","kid":"other"},{{Key.Jwk().ToJsonString()}}]}""";
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent(text) });
        }
    }
}
