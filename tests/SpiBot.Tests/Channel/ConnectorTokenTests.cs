using SpiBot.Channel.Connector;

namespace SpiBot.Tests.Channel;

/// <summary>Which token goes to the channel with a message, and to whom none goes.</summary>
public sealed class ConnectorTokenTests : IAsyncLifetime
{
    private readonly ConnectorBench bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => bench.Start();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task The_token_is_kept_between_sends()
    {
        await bench.Connector.Send(bench.There, ConnectorBench.Hello, Ct);
        await bench.Connector.Send(bench.There, ConnectorBench.Hello, Ct);

        Assert.Equal(1, bench.TokensGiven);
    }

    [Fact]
    public async Task A_refused_token_is_replaced_once()
    {
        bench.Answers.Enqueue(ConnectorBench.Refuse(401, "BotNotRegistered"));
        Assert.Equal("id-2", await bench.Connector.Send(bench.There, ConnectorBench.Hello, Ct));
        Assert.Equal(["Bearer token-1", "Bearer token-2"], bench.Received.Select(request => request.Authorization));

        bench.Answers.Enqueue(ConnectorBench.Refuse(401, "BotNotRegistered"));
        bench.Answers.Enqueue(ConnectorBench.Refuse(401, "BotNotRegistered"));
        Assert.Equal(401, (await bench.Fails()).Status);
        Assert.Equal(4, bench.Received.Count);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("https://evil.trafficmanager.net/")]
    [InlineData("http://smba.trafficmanager.net/")]
    [InlineData("not a url")]
    public async Task A_host_that_is_not_listed_gets_nothing_and_no_token_is_even_fetched(string serviceUrl)
    {
        var failed = await Assert.ThrowsAsync<ConnectorException>(() =>
            bench.Connector.Send(bench.There with { ServiceUrl = serviceUrl }, ConnectorBench.Hello, Ct)
        );

        Assert.Equal("ServiceUrlNotAllowed", failed.Code);
        Assert.Equal(0, bench.TokensGiven);
    }

    [Fact]
    public async Task Outside_Development_this_machine_gets_nothing()
    {
        await using var production = await bench.Another("Production");

        var failed = await Assert.ThrowsAsync<ConnectorException>(() =>
            production.Connector.Send(bench.There, ConnectorBench.Hello, Ct)
        );

        Assert.Equal("ServiceUrlNotAllowed", failed.Code);
        Assert.Empty(bench.Received);
        Assert.Equal(0, bench.TokensGiven);
    }

    [Fact]
    public async Task Plain_http_on_this_machine_gets_the_message_without_a_token()
    {
        var playground = bench.There with { ServiceUrl = bench.PlainHttp };

        Assert.Equal("id-1", await bench.Connector.Send(playground, ConnectorBench.Hello, Ct));

        Assert.Null(Assert.Single(bench.Received).Authorization);
        Assert.Equal(0, bench.TokensGiven);
    }

    [Fact]
    public async Task Azure_Identity_gets_real_tokens_and_a_fresh_one_when_the_first_is_refused()
    {
        await using var real = await bench.Another(credential: bench.RealCredential());
        bench.Answers.Enqueue(ConnectorBench.Refuse(401, "BotNotRegistered"));

        Assert.Equal("id-2", await real.Connector.Send(bench.There, ConnectorBench.Hello, Ct));

        Assert.All(bench.Received, request => Assert.True(bench.Azure.AcceptsBotToken(request.Authorization)));
        Assert.Equal(2, bench.Received.Select(request => request.Authorization).Distinct().Count());
    }

    [Fact]
    public async Task An_identity_that_gets_no_token_is_an_error_that_says_where_to_look()
    {
        await using var wrong = await bench.Another(credential: bench.RealCredential("wrong"));

        var failed = await Assert.ThrowsAsync<ConnectorException>(() =>
            wrong.Connector.Send(bench.There, ConnectorBench.Hello, Ct)
        );

        Assert.Equal("TokenUnavailable", failed.Code);
        Assert.Contains("AADSTS7000215", failed.Message, StringComparison.Ordinal);
        Assert.Contains("Check the bot's identity", failed.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Received);
    }
}
