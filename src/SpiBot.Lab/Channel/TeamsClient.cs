using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SpiBot.Lab.Channel;

/// <summary>
/// What persons do in the channel: they say something or press a button; the channel signs it and delivers it to the bot.
/// Whatever goes wrong on the way is said in the channel (and returned), as a person would want to see it.
/// </summary>
public sealed class TeamsClient(
    IncidentChannel channel,
    TeamsActivities activities,
    HttpClient http,
    Func<Uri> botMessages,
    Func<string?> signToken
)
{
    private long invokes;

    /// <summary>How long Teams waits for a bot's answer to what it posts.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <returns>What went wrong, or null when SpiBot took it.</returns>
    public async Task<string?> Say(Person person, string text, bool mention, CancellationToken ct)
    {
        var said = channel.Say(person, text);
        return await Post(activities.Message(person, said.Id, said.ConversationId, text, mention), "this message", ct);
    }

    /// <summary>The app is added to the team; SpiBot may greet.</summary>
    public Task<string?> Install(Person by, CancellationToken ct) =>
        Post(activities.Installed(by, NextInvoke()), "being added to the channel", ct);

    /// <summary>
    /// Presses a button (Action.Execute or Action.Submit) of a message; <paramref name="data"/> holds its data with the inputs merged in.
    /// </summary>
    /// <returns>The answer of an Action.Execute, which is then also in the channel; null for a Submit that was taken.</returns>
    public async Task<InvokeAnswer?> Press(
        Person person,
        ChannelMessage on,
        JsonElement action,
        JsonElement data,
        CancellationToken ct
    )
    {
        switch (action.Text("type"))
        {
            case "Action.Execute":
                var answer = await Invoke(activities.CardAction(person, NextInvoke(), on, action, data), ct);
                channel.BotAnswers(person, on.Id, answer);
                return answer;
            case "Action.Submit" when TypedFor(data) is { } typed:
                return Refused(await Say(person, typed, mention: false, ct));
            case "Action.Submit":
                return Refused(await Post(activities.Submit(person, NextInvoke(), on, data), "this button", ct));
            case var type:
                return Refused($"A button of type {type ?? "(none)"} has nothing to send.");
        }
    }

    // imBack and messageBack: the button types for the person.
    private static string? TypedFor(JsonElement data) =>
        data.Member("msteams") is { } teams
            ? teams.Text("type") switch
            {
                "imBack" => teams.Text("value"),
                "messageBack" => teams.Text("text"),
                _ => null,
            }
            : null;

    private static InvokeAnswer? Refused(string? words) => words is null ? null : InvokeAnswer.Failed(null, words);

    private async Task<InvokeAnswer> Invoke(JsonObject activity, CancellationToken ct)
    {
        try
        {
            var (status, body) = await Deliver(activity, botMessages(), ct);
            return InvokeAnswer.Read(status, body);
        }
        catch (HttpRequestException unreachable)
        {
            return InvokeAnswer.Failed(null, $"SpiBot cannot be reached: {unreachable.Message}");
        }
        catch (TimeoutException)
        {
            return InvokeAnswer.Failed(null, $"SpiBot did not answer the button within {Patience.TotalSeconds:0} s");
        }
    }

    private async Task<string?> Post(JsonObject activity, string what, CancellationToken ct)
    {
        var problem = await Problem();
        if (problem is not null)
            channel.Note(problem);
        return problem;

        async Task<string?> Problem()
        {
            try
            {
                var (status, _) = await Deliver(activity, botMessages(), ct);
                return status is >= 200 and < 300 ? null : $"SpiBot did not take {what}: it answered HTTP {status}.";
            }
            catch (HttpRequestException unreachable)
            {
                return $"SpiBot cannot be reached: {unreachable.Message}";
            }
            catch (TimeoutException)
            {
                return $"SpiBot did not take {what} within {Patience.TotalSeconds:0} s.";
            }
        }
    }

    /// <summary>Delivers an activity as the channel does, signed.</summary>
    /// <param name="to">Where a bot is called: another replica than the one that persons reach.</param>
    /// <exception cref="HttpRequestException">It was not reached, or hung up before it answered.</exception>
    /// <exception cref="TimeoutException">The channel does not wait so long.</exception>
    public async Task<(int Status, string Body)> Deliver(JsonObject activity, Uri to, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, to)
        {
            Content = new StringContent(activity.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        if (signToken() is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            using var response = await http.SendAsync(request, limit.Token);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(limit.Token));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }

    // Ids of what is no message of the channel: they only have to differ.
    private string NextInvoke() =>
        $"f:{Interlocked.Increment(ref invokes).ToString(CultureInfo.InvariantCulture)}-{Guid.NewGuid():N}";
}
