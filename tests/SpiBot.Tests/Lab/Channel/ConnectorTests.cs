using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SpiBot.Lab.Channel;

namespace SpiBot.Tests.Lab.Channel;

public sealed class ConnectorTests : IAsyncLifetime
{
    private static readonly string Channel = Uri.EscapeDataString(IncidentChannel.ChannelId);
    private ChannelWithBot it = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        it = await ChannelWithBot.Start((_, _) => Task.FromResult<object?>(null));

    public ValueTask DisposeAsync() => it.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData("of-somebody-else")]
    public async Task A_call_without_the_bots_token_is_refused_and_changes_nothing(string? token)
    {
        using var answer = await it.Call(HttpMethod.Post, Activities(), Words("hello"), token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(it.Channel.Snapshot().Messages);
    }

    [Fact]
    public async Task A_message_keeps_its_place_when_it_is_changed_and_goes_when_it_is_deleted()
    {
        var first = await Sent(Words("one"));
        await Sent(Words("two"));

        using var updated = await it.Call(HttpMethod.Put, Activities(first), Words("one, changed"));
        Assert.Equal(["one, changed", "two"], it.Channel.Snapshot().Messages.Select(m => m.Text));
        using var deleted = await it.Call(HttpMethod.Delete, Activities(first), null);
        using var again = await it.Call(HttpMethod.Put, Activities(first), Words("too late"));

        Assert.True(it.Channel.Find(first)!.Deleted);
        Assert.Equal(
            (HttpStatusCode.NotFound, "ActivityNotFoundInConversation"),
            (again.StatusCode, await Code(again))
        );
        Assert.Equal(["POST", "POST", "PUT", "DELETE"], it.Channel.Transcript.Snapshot().Select(e => e.Method));
    }

    [Fact]
    public async Task A_persons_message_is_none_that_the_bot_may_change()
    {
        await it.Teams.Say(Person.Lead, "mine", mention: true, Ct);
        var mine = it.Channel.Snapshot().Messages[0];

        using var answer = await it.Call(
            HttpMethod.Put,
            $"v3/conversations/{Uri.EscapeDataString(mine.ConversationId)}/activities/{mine.Id}",
            Words("yours")
        );

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("mine", it.Channel.Find(mine.Id)!.Text);
    }

    [Fact]
    public async Task Text_and_card_in_one_activity_become_two_messages_and_no_id()
    {
        using var answer = await it.Call(
            HttpMethod.Post,
            Activities(),
            new
            {
                type = "message",
                text = "look",
                attachments = new[]
                {
                    new
                    {
                        contentType = "application/vnd.microsoft.card.adaptive",
                        content = ChannelWithBot.CardContent("c"),
                    },
                },
            }
        );

        Assert.Null((await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).Text("id"));
        Assert.Equal(2, it.Channel.Snapshot().Messages.Count);
    }

    [Fact]
    public async Task A_message_larger_than_Teams_takes_is_refused_by_size()
    {
        using var answer = await it.Call(HttpMethod.Post, Activities(), Words(new string('x', 52_000)));

        Assert.Equal(
            (HttpStatusCode.RequestEntityTooLarge, "MessageSizeTooBig"),
            (answer.StatusCode, await Code(answer))
        );
    }

    [Fact]
    public async Task An_update_takes_back_what_one_person_saw_alone()
    {
        var id = await Sent(ChannelWithBot.Card("common", final: false));
        it.Channel.BotAnswers(
            Person.Lead,
            id,
            InvokeAnswer.Read(
                200,
                JsonSerializer.Serialize(
                    new
                    {
                        statusCode = 200,
                        type = "application/vnd.microsoft.card.adaptive",
                        value = ChannelWithBot.CardContent("the lead's own"),
                    }
                )
            )
        );
        string[] Seen() => [.. Person.All.Select(p => CardText.OfCard(it.Channel.Find(id)!.CardFor(p)!.Value))];
        Assert.Equal(["common", "the lead's own"], Seen());

        using var updated = await it.Call(HttpMethod.Put, Activities(id), ChannelWithBot.Card("changed", final: true));

        Assert.Equal(["changed", "changed"], Seen());
    }

    [Theory]
    [InlineData("members", 3)]
    [InlineData("pagedmembers", 3)]
    public async Task All_who_are_there_are_members(string path, int count)
    {
        var members = await it.Call(HttpMethod.Get, $"v3/conversations/{Channel}/{path}", null);
        var body = await members.Content.ReadFromJsonAsync<JsonElement>(Ct);

        Assert.Equal(count, (body.Member("members") ?? body).GetArrayLength());
    }

    private async Task<string> Sent(object activity)
    {
        using var answer = await it.Call(HttpMethod.Post, Activities(), activity);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).Text("id")!;
    }

    private static string Activities(string? id = null) =>
        $"v3/conversations/{Channel}/activities" + (id is null ? "" : $"/{id}");

    private static object Words(string text) => new { type = "message", text };

    private static async Task<string?> Code(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).Member("error")?.Text("code");
}
