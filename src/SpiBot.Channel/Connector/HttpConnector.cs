using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Polly;
using SpiBot.Channel.Activities;
using SpiBot.Channel.People;

namespace SpiBot.Channel.Connector;

/// <summary>
/// The connector's REST interface: plain sends to the conversation's id (which names the thread), updates in place, and who is there. Retries 412, 429, 502, 503, 504 and a
/// connection that could not be made; honours Retry-After; asks for a new token once after a 401.
/// </summary>
internal sealed class HttpConnector(
    IHttpClientFactory http,
    ServiceUrls serviceUrls,
    BotToken token,
    TimeProvider time,
    ILogger<HttpConnector> log
) : IConnector
{
    // Of 500 each; Teams' largest teams have 25,000 members.
    private const int MostPages = 100;

    private readonly ConversationLanes lanes = new();
    private readonly ResiliencePipeline<HttpResponseMessage> retries = ConnectorRetries.Build(time, log);

    public async Task<string> Send(Destination to, OutboundActivity activity, CancellationToken ct)
    {
        var call = new Call("send", HttpMethod.Post, to, "activities", ActivityJson.Write(to, activity).ToJsonString());
        using var response = await Deliver(call, ct);
        return await ReadId(response, ct)
            ?? throw new ConnectorException(
                $"The channel answered {(int)response.StatusCode} to a send, but gave the message no id.",
                (int)response.StatusCode,
                "NoId"
            );
    }

    public async Task Update(Destination to, string messageId, OutboundActivity activity, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrEmpty(messageId);
        var body = ActivityJson.Write(to, activity, messageId).ToJsonString();
        var call = new Call("update", HttpMethod.Put, to, "activities/" + Uri.EscapeDataString(messageId), body);
        using var response = await Deliver(call, ct);
    }

    public async Task<IReadOnlyList<ConversationMember>> Members(Destination of, CancellationToken ct)
    {
        var members = new List<ConversationMember>();
        string? more = null;
        for (var pages = 0; pages < MostPages; pages++)
        {
            var path =
                $"pagedmembers?pageSize=500{(more is null ? "" : "&continuationToken=" + Uri.EscapeDataString(more))}";
            using var response = await Look(path, of, ct);
            var page = await ReadJson(response, ct);
            members.AddRange(
                (page?["members"] as JsonArray ?? []).Select(ConversationMember.Read).OfType<ConversationMember>()
            );
            more = JsonText.In(page, "continuationToken");
            if (string.IsNullOrEmpty(more))
                return members;
        }

        throw new ConnectorException("The channel's list of members does not come to an end.", null, "TooManyMembers");
    }

    public async Task<ConversationMember?> Member(Destination of, string id, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        try
        {
            using var response = await Look("members/" + Uri.EscapeDataString(id), of, ct);
            return ConversationMember.Read(await ReadJson(response, ct))
                ?? throw new ConnectorException(
                    "The channel described a member in a way that says nothing.",
                    200,
                    "NoMember"
                );
        }
        catch (ConnectorException nobody) when (nobody.Status == 404)
        {
            return null;
        }
    }

    /// <summary>People belong to the channel, not to one thread of it.</summary>
    private Task<HttpResponseMessage> Look(string path, Destination of, CancellationToken ct) =>
        Deliver(
            new Call(
                "look at its members",
                HttpMethod.Get,
                of with
                {
                    ConversationId = of.ConversationId.Split(';')[0],
                },
                path,
                Body: null
            ),
            ct
        );

    private sealed record Call(string Verb, HttpMethod Method, Destination To, string Rest, string? Body)
    {
        public Uri Address =>
            new($"{To.ServiceUrl.TrimEnd('/')}/v3/conversations/{Uri.EscapeDataString(To.ConversationId)}/{Rest}");
    }

    private async Task<HttpResponseMessage> Deliver(Call call, CancellationToken ct)
    {
        // Judged here again, whatever was judged when the activity came in: destinations are stored for weeks.
        var reach = serviceUrls.Judge(call.To.ServiceUrl);
        if (reach == Reach.Refused)
        {
            throw new ConnectorException(
                "The conversation's serviceUrl is not a host that is answered; nothing was sent.",
                null,
                "ServiceUrlNotAllowed"
            );
        }

        // Looking disturbs no message, and does not wait for one.
        using var lane = call.Body is null
            ? null
            : await lanes.Enter(call.To.ServiceUrl + "|" + call.To.ConversationId, ct);
        try
        {
            return await DeliverAlone(call, reach, ct);
        }
        catch (HttpRequestException e)
        {
            throw new ConnectorException($"The channel could not be reached for a {call.Verb}.", null, null, e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new ConnectorException($"The channel did not answer a {call.Verb} in time.", null, null, e);
        }
    }

    private async Task<HttpResponseMessage> DeliverAlone(Call call, Reach reach, CancellationToken ct)
    {
        var bearer = reach == Reach.WithToken ? await token.Get(refused: null, ct) : null;
        var response = await Attempt(call, bearer, ct);
        if (response.StatusCode == HttpStatusCode.Unauthorized && bearer is not null)
        {
            response.Dispose();
            response = await Attempt(call, await token.Get(refused: bearer, ct), ct);
        }

        if (response.IsSuccessStatusCode)
            return response;

        using (response)
        {
            var status = (int)response.StatusCode;
            var code = await ReadErrorCode(response, ct);
            throw new ConnectorException($"The channel answered {status} {code} to a {call.Verb}.", status, code);
        }
    }

    private async Task<HttpResponseMessage> Attempt(Call call, string? bearer, CancellationToken ct) =>
        await retries.ExecuteAsync(
            async attempt =>
            {
                using var request = new HttpRequestMessage(call.Method, call.Address);
                if (call.Body is not null)
                    request.Content = new StringContent(call.Body, Encoding.UTF8, "application/json");
                if (bearer is not null)
                    request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
                using var client = http.CreateClient(BotChannel.HttpClientName);
                return await client.SendAsync(request, attempt);
            },
            ct
        );

    private static async Task<string?> ReadId(HttpResponseMessage response, CancellationToken ct) =>
        JsonText.In(await ReadJson(response, ct), "id") is { Length: > 0 } id ? id : null;

    /// <summary>The error's code, if it looks like one: words of letters and digits. Anything else of the body stays unread.</summary>
    private static async Task<string?> ReadErrorCode(HttpResponseMessage response, CancellationToken ct) =>
        JsonText.In((await ReadJson(response, ct))?["error"], "code") is { Length: > 0 and <= 64 } code
        && code.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '.' or '_' or '-')
            ? code
            : null;

    private static async Task<JsonObject?> ReadJson(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            return JsonNode.Parse(await response.Content.ReadAsStringAsync(ct)) as JsonObject;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A proxy's HTML page, perhaps in a charset that does not exist, or nothing: there is no id and no code in it.
            return null;
        }
    }
}
