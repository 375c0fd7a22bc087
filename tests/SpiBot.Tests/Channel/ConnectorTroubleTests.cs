using Microsoft.AspNetCore.Http;
using SpiBot.Channel.Connector;

namespace SpiBot.Tests.Channel;

/// <summary>What the channel answers instead of taking a message: what is waited for, and what is told.</summary>
public sealed class ConnectorTroubleTests : IAsyncLifetime
{
    private readonly ConnectorBench bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => bench.Start();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task Retry_After_is_waited_for()
    {
        bench.Answers.Enqueue(ConnectorBench.Refuse(429, "Throttled", retryAfter: "7"));

        Assert.Equal("id-2", await bench.Connector.Send(bench.There, ConnectorBench.Hello, Ct));

        Assert.Equal(TimeSpan.FromSeconds(7), Assert.Single(bench.Waits));
    }

    [Theory]
    [InlineData(412)]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Passing_troubles_are_tried_again_with_growing_waits_and_an_end(int status)
    {
        for (var i = 0; i < 20; i++)
            bench.Answers.Enqueue(ConnectorBench.Refuse(status, "ServiceError"));

        var failed = await bench.Fails();

        Assert.Equal(status, failed.Status);
        Assert.Equal(6, bench.Received.Count);
        Assert.Equal(5, bench.Waits.Count);
        Assert.All(bench.Waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task A_wait_that_nobody_would_sit_out_is_an_error_at_once()
    {
        bench.Answers.Enqueue(ConnectorBench.Refuse(429, "Throttled", retryAfter: "3600"));

        Assert.Equal(429, (await bench.Fails()).Status);
        Assert.Empty(bench.Waits);
    }

    [Theory]
    [InlineData(400, "Bad Argument")]
    [InlineData(403, "BotNotInConversationRoster")]
    [InlineData(404, "ConversationNotFound")]
    [InlineData(413, "MessageSizeTooBig")]
    [InlineData(500, "ServiceError")]
    public async Task Other_refusals_are_told_with_status_and_code_and_nothing_else(int status, string code)
    {
        bench.Answers.Enqueue(ConnectorBench.Refuse(status, code));

        var failed = await bench.Fails();

        Assert.Equal(status, failed.Status);
        Assert.Equal(code, failed.Code);
        Assert.DoesNotContain("the body's own words", failed.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("token-1", failed.ToString(), StringComparison.Ordinal);
        Assert.Single(bench.Received);
    }

    [Fact]
    public async Task A_page_instead_of_an_error_has_no_code()
    {
        bench.Answers.Enqueue(context =>
        {
            context.Response.StatusCode = 404;
            return context.Response.WriteAsync("<html>not here</html>");
        });

        var failed = await bench.Fails();

        Assert.Equal(404, failed.Status);
        Assert.Null(failed.Code);
    }

    /// <summary>Any other exception than the connector's own loses the message: nobody keeps it for later.</summary>
    [Fact]
    public async Task A_page_in_a_charset_that_does_not_exist_has_no_code_either()
    {
        bench.Answers.Enqueue(context =>
        {
            context.Response.StatusCode = 500;
            context.Response.ContentType = "text/html; charset=klingon";
            return context.Response.Body.WriteAsync("<html>broken</html>"u8.ToArray()).AsTask();
        });

        var failed = await bench.Fails();

        Assert.Equal(500, failed.Status);
        Assert.Null(failed.Code);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        bench.Answers.Enqueue(context =>
        {
            context.Response.Redirect("/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });

        Assert.Equal(307, (await bench.Fails()).Status);
        Assert.Equal(0, bench.Redirected);
    }

    [Fact]
    public async Task A_channel_that_cannot_be_reached_is_tried_again_and_then_said()
    {
        // Nothing can listen on port 0.
        var nowhere = bench.There with
        {
            ServiceUrl = "https://127.0.0.1:0/",
        };

        var failed = await Assert.ThrowsAsync<ConnectorException>(() =>
            bench.Connector.Send(nowhere, ConnectorBench.Hello, Ct)
        );

        Assert.Null(failed.Status);
        Assert.Contains("could not be reached", failed.Message, StringComparison.Ordinal);
        Assert.Equal(5, bench.Waits.Count);
    }
}
