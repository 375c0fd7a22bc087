using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SpiBot.Lab.Channel;

/// <summary>
/// The channel's REST service (Bot Framework connector, v3) below <see cref="Path"/>: what a bot calls to send, change and delete messages and to see who is there.
/// Errors have the protocol's shape: <c>{"error":{"code","message"}}</c>.
/// </summary>
public static class ConnectorEndpoints
{
    public const string Path = "/teams";

    // Teams' limit is some 100 KB, counted as UTF-16.
    private const int LargestMessage = 100 * 1024;

    /// <param name="accepts">Whether this Authorization header is a token of the bot for the channel.</param>
    public static void Map(IEndpointRouteBuilder routes, IncidentChannel channel, Func<string?, bool> accepts)
    {
        var connector = routes.MapGroup($"{Path}/v3/conversations/{{conversation}}");
        connector.AddEndpointFilter(
            async (call, next) =>
                accepts(call.HttpContext.Request.Headers.Authorization)
                    ? await next(call)
                    : Error(401, "Unauthorized", "The token is none of this bot's for the channel.")
        );
        connector.MapPost("activities", (string conversation, HttpRequest request) => Send(conversation, request));
        connector.MapPost(
            "activities/{replyTo}",
            (string conversation, HttpRequest request) => Send(conversation, request)
        );
        connector.MapPut(
            "activities/{id}",
            async (string conversation, string id, HttpRequest request) =>
                await Read(request) switch
                {
                    ({ } activity, _) => channel.BotUpdates(conversation, id, activity)
                        ? Results.Json(new { id })
                        : NoSuchActivity(),
                    (_, var refused) => refused!,
                }
        );
        connector.MapDelete(
            "activities/{id}",
            (string conversation, string id) => channel.BotDeletes(conversation, id) ? Results.Ok() : NoSuchActivity()
        );
        connector.MapGet("members", () => Results.Json(Person.Members.Select(Account)));
        connector.MapGet("pagedmembers", () => Results.Json(new { members = Person.Members.Select(Account) }));
        connector.MapGet(
            "members/{id}",
            (string id) =>
                Person.Members.FirstOrDefault(p => p.Mri == id || p.EntraObjectId == id) is { } person
                    ? Results.Json(Account(person))
                    : Error(404, "MemberNotFoundInConversation", "Nobody of that id is in this conversation.")
        );

        async Task<IResult> Send(string conversation, HttpRequest request)
        {
            if (!conversation.StartsWith(IncidentChannel.ChannelId, StringComparison.Ordinal))
                return Error(404, "ConversationNotFound", "There is no such conversation.");
            return await Read(request) switch
            {
                ({ } activity, _) => Results.Json(
                    channel.BotPosts(conversation, activity) is { } id ? (object)new { id } : new { },
                    statusCode: 201
                ),
                (_, var refused) => refused!,
            };
        }
    }

    private static async Task<(JsonElement? Activity, IResult? Refused)> Read(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        if (body.Length * 2 > LargestMessage)
            return (
                null,
                Error(
                    413,
                    "MessageSizeTooBig",
                    $"The message has {body.Length * 2} bytes as UTF-16; {LargestMessage} may be."
                )
            );
        try
        {
            var activity = Json.Parse(body);
            return activity.Text("type") is not null
                ? (activity, null)
                : (null, Error(400, "Bad Argument", "The activity has no type."));
        }
        catch (JsonException)
        {
            return (null, Error(400, "Bad Argument", "The body is no JSON."));
        }
    }

    private static IResult NoSuchActivity() =>
        Error(404, "ActivityNotFoundInConversation", "The bot has no such message in this conversation.");

    private static IResult Error(int status, string code, string message) =>
        Results.Json(new { error = new { code, message } }, statusCode: status);

    private static object Account(Person person) =>
        new
        {
            id = person.Mri,
            name = person.Name,
            aadObjectId = person.EntraObjectId,
            userRole = "user",
        };
}
