using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SpiBot.Channel;
using SpiBot.Channel.Turns;
using SpiBot.Lab.Azure;

namespace SpiBot.Tests.Channel;

public sealed class TurnTests : IAsyncLifetime
{
    private const string ServiceUrl = "https://smba.trafficmanager.net/emea/";
    private readonly FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
    private AzureStandIn azure = null!;
    private BotBench bench = null!;

    public async ValueTask InitializeAsync()
    {
        azure = await AzureStandIn.Start(
            new Dictionary<string, string>(StringComparer.Ordinal),
            TestContext.Current.CancellationToken,
            time: time
        );
        bench = await BotBench.Start(azure, time: time);
    }

    public async ValueTask DisposeAsync()
    {
        await bench.DisposeAsync();
        await azure.DisposeAsync();
    }

    [Fact]
    public async Task The_same_message_delivered_twice_runs_once()
    {
        await Posted(HttpStatusCode.OK, Message());
        await Posted(HttpStatusCode.OK, Message());

        Assert.Single(bench.Bot.Messages);
    }

    /// <summary>Two replicas: the one that began it has died, and that is noticed only some seconds later.</summary>
    [Fact]
    public async Task A_message_that_a_dying_replica_had_begun_runs_where_it_is_delivered_again()
    {
        var message = Message();
        var key = $"{message["conversation"]!["id"]}|{message["id"]}";
        Assert.True(await bench.Seen.Begin(key, TestContext.Current.CancellationToken));
        bench.Seen.Abandoned.Enqueue(key);

        var posted = Posted(HttpStatusCode.OK, message);
        while (!posted.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(
                posted,
                Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken)
            );
        }

        await posted;
        Assert.Single(bench.Bot.Messages);
    }

    [Fact]
    public async Task The_same_id_in_another_conversation_is_another_message()
    {
        await Posted(HttpStatusCode.OK, Message());
        var elsewhere = Message();
        elsewhere["conversation"]!["id"] = "19:other@thread.tacv2;messageid=1712000000000";
        await Posted(HttpStatusCode.OK, elsewhere);

        Assert.Equal(2, bench.Bot.Messages.Count);
    }

    [Fact]
    public async Task A_turn_that_failed_is_500_and_runs_again_when_delivered_again()
    {
        bench.Bot.Does = _ => throw new InvalidOperationException("broken on purpose");
        await Posted(HttpStatusCode.InternalServerError, Message());

        bench.Bot.Does = _ => Task.CompletedTask;
        await Posted(HttpStatusCode.OK, Message());

        Assert.Equal(2, bench.Bot.Messages.Count);
        Assert.Contains("broken on purpose", bench.Log.All, StringComparison.Ordinal);
        // Whoever asks what became of a message finds it by what Teams calls it.
        Assert.Matches(@"A turn failed \[Activity=\d+ Conversation=19:", bench.Log.All);
    }

    [Fact]
    public async Task A_turn_is_noted_as_done_when_it_is_and_not_before()
    {
        var doneMeanwhile = -1;
        bench.Bot.Does = _ =>
        {
            doneMeanwhile = bench.Seen.AreDone.Count;
            return Task.CompletedTask;
        };
        await Posted(HttpStatusCode.OK, Message());

        Assert.Equal(0, doneMeanwhile);
        Assert.Single(bench.Seen.AreDone);
    }

    [Fact]
    public async Task A_turn_that_takes_too_long_is_given_up()
    {
        var entered = new TaskCompletionSource();
        bench.Bot.Does = async ct =>
        {
            entered.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, time, ct);
        };
        var posted = Post(Message());
        await entered.Task.WaitAsync(TestContext.Current.CancellationToken);

        time.Advance(TurnRunner.TimeLimit);

        using var answer = await posted;
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    [Fact]
    public async Task Being_added_is_told_once_though_two_activities_say_so()
    {
        await Posted(HttpStatusCode.OK, Installed("add"));
        await Posted(HttpStatusCode.OK, MembersChanged("membersAdded", "29:somebody", "28:bot"));
        Assert.Single(bench.Bot.Added);

        await Posted(HttpStatusCode.OK, Installed("remove"));
        await Posted(HttpStatusCode.OK, MembersChanged("membersAdded", "28:bot"));
        Assert.Equal(2, bench.Bot.Added.Count);

        await Posted(HttpStatusCode.OK, MembersChanged("membersRemoved", "28:bot"));
        await Posted(HttpStatusCode.OK, Installed("add"));
        Assert.Equal(3, bench.Bot.Added.Count);

        Assert.Equal(2, bench.Bot.Removed.Count);
        Assert.All(
            bench.Bot.Removed,
            told => Assert.Equal(("19:team@thread.tacv2", true), (told.Turn.TeamId, told.Turn.InTeam))
        );
        Assert.All(bench.Bot.Removed, told => Assert.IsType<Removal.TakenOut>(told.Removal));
        await Posted(HttpStatusCode.OK, Installed("remove-upgrade"));
        await Posted(HttpStatusCode.OK, MembersChanged("membersRemoved", "29:somebody"));
        Assert.Equal(2, bench.Bot.Removed.Count);
    }

    [Theory]
    [InlineData("teamDeleted")]
    [InlineData("teamHardDeleted")]
    public async Task A_deleted_team_is_one_that_the_bot_was_taken_out_of(string what)
    {
        await Posted(HttpStatusCode.OK, Installed("add"));
        await Posted(HttpStatusCode.OK, Event(what));

        var (turn, removal) = Assert.Single(bench.Bot.Removed);
        Assert.IsType<Removal.TeamDeleted>(removal);
        Assert.Equal("19:team@thread.tacv2", turn.TeamId);
        // Restored, it may be added again.
        await Posted(HttpStatusCode.OK, Installed("add"));
        Assert.Equal(2, bench.Bot.Added.Count);
    }

    /// <summary>Teams tells of it in the conversation of the team.</summary>
    [Fact]
    public async Task Of_a_deleted_channel_it_is_told_which()
    {
        await Posted(HttpStatusCode.OK, Installed("add"));
        await Posted(HttpStatusCode.OK, Event("channelDeleted", "19:incidents@thread.tacv2"));

        var removal = Assert.IsType<Removal.ChannelDeleted>(Assert.Single(bench.Bot.Removed).Removal);
        Assert.Equal("19:incidents@thread.tacv2", removal.Channel);
        await Posted(HttpStatusCode.OK, Installed("add"));
        Assert.Single(bench.Bot.Added);
    }

    [Theory]
    [InlineData("teamArchived", null)]
    [InlineData("teamRestored", null)]
    [InlineData("channelRenamed", "19:incidents@thread.tacv2")]
    [InlineData("channelDeleted", null)]
    public async Task What_else_happens_to_a_team_takes_the_bot_out_of_nothing(string what, string? channel)
    {
        await Posted(HttpStatusCode.OK, Event(what, channel));
        Assert.Empty(bench.Bot.Removed);
    }

    [Fact]
    public async Task Others_coming_or_an_upgrade_are_not_the_bot_being_added()
    {
        await Posted(HttpStatusCode.OK, MembersChanged("membersAdded", "29:somebody"));
        await Posted(HttpStatusCode.OK, Installed("add-upgrade"));

        Assert.Empty(bench.Bot.Added);
    }

    [Fact]
    public async Task A_pressed_button_is_answered_with_the_card_in_the_invoke_response()
    {
        bench.Bot.Answer = new CardActionAnswer.Card(new JsonObject { ["type"] = "AdaptiveCard", ["version"] = "1.5" });

        var body = await Answer(TeamsActivities.Press(ServiceUrl, azure.TenantId));

        Assert.Equal(200, body["statusCode"]!.GetValue<int>());
        Assert.Equal("application/vnd.microsoft.card.adaptive", body["type"]!.GetValue<string>());
        Assert.Equal("1.5", body["value"]!["version"]!.GetValue<string>());
        var (turn, action) = Assert.Single(bench.Bot.Pressed);
        Assert.Equal("approve", action.Verb);
        Assert.Equal("abc", action.Data.GetProperty("digest").GetString());
        Assert.False(action.Automatic);
        Assert.Equal("29:on-call", turn.From.Id);
    }

    [Fact]
    public async Task Messages_and_errors_have_the_types_that_the_client_knows()
    {
        bench.Bot.Answer = new CardActionAnswer.Message("Denied.");
        var message = await Answer(TeamsActivities.Press(ServiceUrl, azure.TenantId));
        Assert.Equal("application/vnd.microsoft.activity.message", message["type"]!.GetValue<string>());
        Assert.Equal("Denied.", message["value"]!.GetValue<string>());

        bench.Bot.Answer = new CardActionAnswer.Error(400, "BadRequest", "No such plan.");
        var again = TeamsActivities.Press(ServiceUrl, azure.TenantId);
        again["id"] = "f:press-2";
        var error = await Answer(again);
        Assert.Equal(400, error["statusCode"]!.GetValue<int>());
        Assert.Equal("application/vnd.microsoft.error", error["type"]!.GetValue<string>());
        Assert.Equal("BadRequest", error["value"]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_press_delivered_twice_runs_once_and_the_second_is_still_answered()
    {
        await Answer(TeamsActivities.Press(ServiceUrl, azure.TenantId));
        var second = await Answer(TeamsActivities.Press(ServiceUrl, azure.TenantId));

        Assert.Single(bench.Bot.Pressed);
        Assert.Equal(200, second["statusCode"]!.GetValue<int>());
        Assert.Contains("already taken", second["value"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_press_that_failed_says_so_in_the_card_and_may_be_pressed_again()
    {
        bench.Bot.Does = _ => throw new InvalidOperationException("broken on purpose");
        var failed = await Answer(TeamsActivities.Press(ServiceUrl, azure.TenantId));
        Assert.Equal(500, failed["statusCode"]!.GetValue<int>());
        Assert.DoesNotContain("on purpose", failed.ToJsonString(), StringComparison.Ordinal);

        bench.Bot.Does = _ => Task.CompletedTask;
        var taken = await Answer(TeamsActivities.Press(ServiceUrl, azure.TenantId));
        Assert.Equal(200, taken["statusCode"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_press_without_a_verb_is_an_error_in_the_card()
    {
        var press = TeamsActivities.Press(ServiceUrl, azure.TenantId);
        press["value"]!["action"]!.AsObject().Remove("verb");

        Assert.Equal(400, (await Answer(press))["statusCode"]!.GetValue<int>());
        Assert.Empty(bench.Bot.Pressed);
    }

    [Theory]
    [InlineData("invoke", "task/fetch", HttpStatusCode.NotImplemented)]
    [InlineData("messageReaction", null, HttpStatusCode.OK)]
    [InlineData("somethingNew", null, HttpStatusCode.OK)]
    public async Task What_the_bot_does_not_know_is_answered_as_the_protocol_says(
        string type,
        string? name,
        HttpStatusCode expected
    )
    {
        var activity = TeamsActivities.Of(type, ServiceUrl, azure.TenantId);
        activity["name"] = name;

        await Posted(expected, activity);
        Assert.Equal(0, bench.Bot.Calls);
    }

    [Fact]
    public async Task A_submitted_card_without_text_is_ignored()
    {
        var submit = TeamsActivities.Of("message", ServiceUrl, azure.TenantId);
        submit["value"] = new JsonObject { ["verb"] = "approve" };

        await Posted(HttpStatusCode.OK, submit);
        Assert.Equal(0, bench.Bot.Calls);
    }

    [Theory]
    [InlineData("", "byte")]
    [InlineData("{\"type\":\"message\",", "byte")]
    [InlineData("null", "not an activity")]
    [InlineData("[1]", "not an activity")]
    [InlineData("{\"type\":5}", "not an activity")]
    [InlineData("{}", "no type")]
    [InlineData("{\"type\":\"message\",\"serviceUrl\":\"https://x/\"}", "no conversation.id")]
    public async Task A_body_that_is_no_activity_is_400_and_says_where(string body, string says)
    {
        using var answer = await bench.Post(body, Token());

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var error = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.Equal(0, bench.Bot.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_of_more_than_a_megabyte_is_413(bool chunked)
    {
        var large = Message();
        large["text"] = new string('a', MessagesEndpoint.MostBytes);

        using var answer = await bench.Post(
            large,
            Token(),
            request => request.Headers.TransferEncodingChunked = chunked ? true : null
        );

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal(0, bench.Bot.Calls);
    }

    /// <summary>Text and the same as HTML, as Teams sends it.</summary>
    [Fact]
    public async Task A_paste_of_200_KB_reaches_the_bot()
    {
        var paste = new string('a', 200 * 1024);
        var message = Message();
        message["text"] = paste;
        message["attachments"] = new JsonArray(
            new JsonObject { ["contentType"] = "text/html", ["content"] = $"<pre>{paste}</pre>" }
        );

        using var answer = await bench.Post(message, Token());

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(1, bench.Bot.Calls);
    }

    private string Token() => "Bearer " + azure.SignChannelToken(ServiceUrl);

    private JsonObject Message() => TeamsActivities.Message(ServiceUrl, azure.TenantId);

    private JsonObject Installed(string action)
    {
        var activity = TeamsActivities.Of("installationUpdate", ServiceUrl, azure.TenantId, Guid.NewGuid().ToString());
        activity["action"] = action;
        return activity;
    }

    private JsonObject MembersChanged(string property, params string[] members)
    {
        var activity = TeamsActivities.Of("conversationUpdate", ServiceUrl, azure.TenantId, Guid.NewGuid().ToString());
        activity[property] = new JsonArray([.. members.Select(id => new JsonObject { ["id"] = id })]);
        return activity;
    }

    private JsonObject Event(string what, string? channel = null)
    {
        var activity = TeamsActivities.Of("conversationUpdate", ServiceUrl, azure.TenantId, Guid.NewGuid().ToString());
        activity["channelData"]!["eventType"] = what;
        activity["channelData"]!["channel"] = channel is null ? null : new JsonObject { ["id"] = channel };
        return activity;
    }

    private Task<HttpResponseMessage> Post(JsonObject activity) => bench.Post(activity, Token());

    private async Task Posted(HttpStatusCode expected, JsonObject activity)
    {
        using var answer = await Post(activity);
        Assert.Equal(expected, answer.StatusCode);
    }

    private async Task<JsonNode> Answer(JsonObject invoke)
    {
        using var answer = await Post(invoke);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }
}
