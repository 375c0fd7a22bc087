using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using SpiBot.Channel.Activities;
using SpiBot.Channel.Authentication;
using SpiBot.Channel.Turns;

namespace SpiBot.Channel;

/// <summary>POST /api/messages: token, body, does the one fit the other, then the turn. The body is not read before the token is believed.</summary>
internal sealed class MessagesEndpoint(
    TokenCheck tokens,
    UnsignedCheck unsigned,
    ActivityCheck activities,
    TurnRunner turns,
    ILogger<MessagesEndpoint> log
)
{
    /// <summary>Teams' own messages stay below 100 KB; what people paste stands in one twice, as text and as HTML, and is to be answered with words where it is too much.</summary>
    public const int MostBytes = 1024 * 1024;

    public async Task Post(HttpContext context)
    {
        var ct = context.RequestAborted;
        var signed = context.Request.Headers.Authorization.Count > 0;
        ChannelToken? token = null;
        if (signed)
        {
            switch (await tokens.Check(context.Request.Headers.Authorization, ct))
            {
                case TokenVerdict.Valid valid:
                    token = valid.Token;
                    break;
                case TokenVerdict.Refused refused:
                    await Refuse(context, refused.Refusal);
                    return;
            }
        }
        else if (unsigned.Check(context.Request) is { } refusal)
        {
            await Refuse(context, refusal);
            return;
        }

        if (await ReadActivity(context, ct) is not { } activity)
            return;

        if ((token is null ? activities.Unsigned(activity) : activities.Signed(token, activity)) is { } misfit)
        {
            await Refuse(context, misfit);
            return;
        }

        var answer = await turns.Run(activity, token is not null);
        context.Response.StatusCode = answer.Status;
        if (answer.Body is not null)
            await WriteJson(context, answer.Body, ct);
    }

    /// <summary>Whoever looks with a browser; Agents Playground sends a HEAD before its first POST.</summary>
    public static async Task Look(HttpContext context)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        await context.Response.WriteAsync(
            "This is a bot's messaging endpoint: the channel POSTs activities to it.\n",
            context.RequestAborted
        );
    }

    private async Task<Activity?> ReadActivity(HttpContext context, CancellationToken ct)
    {
        try
        {
            if (await ReadBody(context, ct) is not { } body)
            {
                await Reject(context, 413, "RequestEntityTooLarge", $"The body is larger than {MostBytes} bytes.");
                return null;
            }

            var activity = ActivityJson.Read(body.Span);
            if (Missing(activity) is not { } missing)
                return activity;
            await Reject(context, 400, "BadRequest", $"The activity has no {missing}.");
        }
        catch (JsonException e)
        {
            await Reject(
                context,
                400,
                "BadRequest",
                $"The body is not an activity: see line {e.LineNumber + 1 ?? 1}, byte {e.BytePositionInLine + 1 ?? 1}."
            );
        }
        catch (BadHttpRequestException e)
        {
            await Reject(context, e.StatusCode, "BadRequest", "The body could not be read.");
        }

        return null;
    }

    /// <returns>Null when it is too large.</returns>
    private static async Task<ReadOnlyMemory<byte>?> ReadBody(HttpContext context, CancellationToken ct)
    {
        if (context.Request.ContentLength > MostBytes)
            return null;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MostBytes;

        var buffer = new byte[Math.Min(context.Request.ContentLength ?? MostBytes, MostBytes) + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return length == buffer.Length ? null : buffer.AsMemory(0, length);
    }

    private static string? Missing(Activity activity) =>
        activity switch
        {
            { Type: null or "" } => "type",
            { ServiceUrl: null or "" } => "serviceUrl",
            { Conversation.Id: null or "" } or { Conversation: null } => "conversation.id",
            { Type: "message" or "invoke", From: null or { Id: null or "" } } => "from.id",
            _ => null,
        };

    private async Task Refuse(HttpContext context, Refusal refusal)
    {
        log.LogWarning("An activity was refused with {Status}: {Reason}", refusal.Status, refusal.Reason);
        if (refusal.Status == 401)
            context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        var code = refusal.Status switch
        {
            401 => "Unauthorized",
            403 => "Forbidden",
            _ => "ServiceUnavailable",
        };
        await WriteError(context, refusal.Status, code, refusal.Reason);
    }

    private async Task Reject(HttpContext context, int status, string code, string reason)
    {
        log.LogWarning("A request was refused with {Status}: {Reason}", status, reason);
        await WriteError(context, status, code, reason);
    }

    /// <summary>In the shape of the channel's own errors.</summary>
    private static Task WriteError(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        return WriteJson(context, new JsonObject { ["error"] = error }, context.RequestAborted);
    }

    private static Task WriteJson(HttpContext context, JsonObject body, CancellationToken ct)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(body.ToJsonString(), ct);
    }
}
