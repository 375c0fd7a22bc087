using System.Text.Json.Nodes;
using SpiBot.Channel.Activities;

namespace SpiBot.Tests.Channel;

/// <summary>Messages on their way to the channel.</summary>
public sealed class ConnectorTests : IAsyncLifetime
{
    private readonly ConnectorBench bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => bench.Start();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_card_is_sent_to_the_thread_and_its_id_comes_back()
    {
        var activity = new OutboundActivity
        {
            Card = new JsonObject { ["type"] = "AdaptiveCard" },
            Summary = "Tunnel to berlin: checking",
            ChannelData = new JsonObject { ["spibot"] = new JsonObject { ["final"] = true } },
        };

        var id = await bench.Connector.Send(bench.There with { ReplyToId = "17" }, activity, Ct);

        Assert.Equal("id-1", id);
        var sent = Assert.Single(bench.Received);
        Assert.Equal("POST", sent.Method);
        Assert.Equal(
            $"/connector/v3/conversations/{TeamsActivities.Thread}/activities",
            Uri.UnescapeDataString(sent.Path)
        );
        Assert.Equal("Bearer token-1", sent.Authorization);
        var expected = """
            {"type":"message","conversation":{"id":"THREAD","tenantId":"tenant"},"from":{"id":"28:bot"},"replyToId":"17",
             "summary":"Tunnel to berlin: checking",
             "attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":{"type":"AdaptiveCard"}}],
             "channelData":{"spibot":{"final":true}}}
            """.Replace("THREAD", TeamsActivities.Thread, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), sent.Body), sent.Body.ToJsonString());
    }

    [Fact]
    public async Task A_message_is_updated_in_place()
    {
        await bench.Connector.Update(bench.There, "17/x", ConnectorBench.Hello, Ct);

        var sent = Assert.Single(bench.Received);
        Assert.Equal("PUT", sent.Method);
        Assert.EndsWith("/activities/17%2Fx", sent.Path, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("17/x", sent.Body["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Text_and_card_in_one_message_are_refused_since_the_channel_would_split_them()
    {
        var both = new OutboundActivity { Text = "x", Card = new JsonObject() };

        await Assert.ThrowsAsync<ArgumentException>(() => bench.Connector.Send(bench.There, both, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            bench.Connector.Send(bench.There, new OutboundActivity(), Ct)
        );
        Assert.Empty(bench.Received);
    }

    [Fact]
    public async Task Sends_to_one_conversation_go_one_after_the_other_while_others_pass()
    {
        var inside = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        bench.Answers.Enqueue(async context =>
        {
            inside.SetResult();
            await release.Task;
            await ConnectorBench.Accept(context, "slow");
        });
        var first = bench.Connector.Send(bench.There, ConnectorBench.Hello, Ct);
        await inside.Task.WaitAsync(Ct);

        var second = bench.Connector.Send(bench.There, ConnectorBench.Hello, Ct);
        await bench.Connector.Send(bench.There with { ConversationId = "a:other" }, ConnectorBench.Hello, Ct);

        Assert.False(second.IsCompleted);
        Assert.Equal(2, bench.Received.Count);
        release.SetResult();
        Assert.Equal("slow", await first);
        Assert.Equal("id-3", await second);
    }
}
