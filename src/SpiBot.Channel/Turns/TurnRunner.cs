using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SpiBot.Channel.Activities;
using SpiBot.Channel.Connector;

namespace SpiBot.Channel.Turns;

/// <summary>What the POST is answered with: messages and events an empty body, invokes their answer.</summary>
internal sealed record TurnAnswer(int Status, JsonObject? Body = null)
{
    public static TurnAnswer Taken { get; } = new(200);
}

/// <summary>
/// Gives an accepted activity to the bot, once: the channel delivers again when an answer is late. It is noted as begun before and as done afterwards. A turn
/// that fails is forgotten, and one whose process died in the middle was never done, so that a redelivery may try again.
/// </summary>
internal sealed class TurnRunner(
    IBot bot,
    ISeenActivities seen,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<TurnRunner> log
)
{
    /// <summary>The channel gives up on a turn after 10 to 15 s.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(200);

    public async Task<TurnAnswer> Run(Activity activity, bool signed)
    {
        // By these the lines of the log that belong to it are found.
        using var scope = log.BeginScope(
            new Dictionary<string, object?> { ["Activity"] = activity.Id, ["Conversation"] = activity.Conversation?.Id }
        );
        return await (
            activity.Type switch
            {
                "message" => Message(activity, signed),
                "conversationUpdate" => ConversationChanged(activity, signed),
                "installationUpdate" => InstallationChanged(activity, signed),
                "invoke" when activity.Name == CardActionJson.InvokeName => CardPressed(activity, signed),
                "invoke" => Task.FromResult(new TurnAnswer(501)),
                _ => Task.FromResult(TurnAnswer.Taken),
            }
        );
    }

    private async Task<TurnAnswer> Message(Activity activity, bool signed)
    {
        var turn = TurnOf(activity, signed);
        if (turn.Text.Length == 0 && activity.Value is { ValueKind: not JsonValueKind.Null })
        {
            // An old client's Action.Submit. Cards of this bot carry Action.Execute, which every current client knows.
            log.LogInformation("A submitted card without text was ignored");
            return TurnAnswer.Taken;
        }

        return await Once(KeyOf(activity), ct => bot.OnMessage(turn, ct));
    }

    private async Task<TurnAnswer> ConversationChanged(Activity activity, bool signed)
    {
        if (HasBot(activity, activity.MembersAdded))
            return await Added(activity, signed);
        if (HasBot(activity, MembersRemoved(activity)))
            return await Removed(activity, signed, new Removal.TakenOut());
        return ChannelData.EventOf(activity) switch
        {
            "teamDeleted" or "teamHardDeleted" => await Removed(activity, signed, new Removal.TeamDeleted()),
            "channelDeleted" when ChannelData.IdOf(activity, "channel") is { } channel => await Deleted(channel),
            _ => TurnAnswer.Taken,
        };

        // The bot stays in the team.
        Task<TurnAnswer> Deleted(string channel) =>
            Guarded(async ct =>
            {
                await bot.OnRemoved(TurnOf(activity, signed), new Removal.ChannelDeleted(channel), ct);
                return TurnAnswer.Taken;
            });
    }

    private async Task<TurnAnswer> InstallationChanged(Activity activity, bool signed) =>
        activity.Action switch
        {
            "add" => await Added(activity, signed),
            "remove" => await Removed(activity, signed, new Removal.TakenOut()),
            _ => TurnAnswer.Taken,
        };

    /// <summary>Both conversationUpdate and installationUpdate tell of it; the bot hears it once per conversation, until it is removed.</summary>
    private Task<TurnAnswer> Added(Activity activity, bool signed) =>
        Once(AddedKey(activity), ct => bot.OnAdded(TurnOf(activity, signed), ct));

    private Task<TurnAnswer> Removed(Activity activity, bool signed, Removal removal) =>
        Guarded(async ct =>
        {
            await seen.Forget(AddedKey(activity), ct);
            await bot.OnRemoved(TurnOf(activity, signed), removal, ct);
            return TurnAnswer.Taken;
        });

    private async Task<TurnAnswer> CardPressed(Activity activity, bool signed)
    {
        if (CardActionJson.Read(activity) is not { } action)
            return Answered(new CardActionAnswer.Error(400, "BadRequest", "This is not a pressed Action.Execute."));

        CardActionAnswer answer = new CardActionAnswer.Message(
            "This was already taken. The card will show how it goes."
        );
        var taken = await Once(
            KeyOf(activity),
            async ct => answer = await bot.OnCardAction(TurnOf(activity, signed), action, ct)
        );
        // The bot's code ran: HTTP 200 whatever came of it, else the client shows no text at all.
        return taken.Status == 200
            ? Answered(answer)
            : Answered(
                new CardActionAnswer.Error(500, "InternalServerError", "Something went wrong here. Please press again.")
            );
    }

    private static TurnAnswer Answered(CardActionAnswer answer) => new(200, CardActionJson.Write(answer));

    /// <summary>Runs the handler unless the key was seen. Without a key (an activity without an id) nothing can be recognised as seen.</summary>
    private Task<TurnAnswer> Once(string? key, Func<CancellationToken, Task> handler) =>
        Guarded(async ct =>
        {
            // Whoever has begun it may die in the middle: taken it is only once it is done.
            while (key is not null && !await seen.Begin(key, ct))
            {
                if (await seen.IsDone(key, ct))
                {
                    log.LogInformation("An activity that was already taken was delivered again");
                    return TurnAnswer.Taken;
                }

                await Task.Delay(AskAgainAfter, time, ct);
            }

            try
            {
                await handler(ct);
            }
            catch when (key is not null)
            {
                await Note(limit => seen.Forget(key, limit), "failed", "not run for a while");
                throw;
            }

            if (key is not null)
            {
                await Note(limit => seen.Done(key, limit), "done", "run again");
            }

            return TurnAnswer.Taken;
        });

    private async Task<TurnAnswer> Guarded(Func<CancellationToken, Task<TurnAnswer>> work)
    {
        // Not bound to the request: a channel that hangs up will deliver again, and must then find the turn taken.
        using var limit = new CancellationTokenSource(TimeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, lifetime.ApplicationStopping);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested)
        {
            log.LogError(e, "A turn was not done within {Seconds} s and was given up", TimeLimit.TotalSeconds);
            return new TurnAnswer(500);
        }
        catch (Exception e)
        {
            log.LogError(e, "A turn failed");
            return new TurnAnswer(500);
        }
    }

    /// <summary>What became of the turn stands, whether it can be noted or not.</summary>
    private async Task Note(Func<CancellationToken, Task> note, string became, string redelivered)
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeLimit, time);
            await note(limit.Token);
        }
        catch (Exception e)
        {
            log.LogError(
                e,
                "That a turn is {Became} could not be noted; a redelivery of it will be {Redelivered}",
                became,
                redelivered
            );
        }
    }

    private static Turn TurnOf(Activity activity, bool signed) =>
        new(
            activity with
            {
                From = activity.From ?? new ChannelAccount(),
            },
            signed,
            TurnText.Of(activity),
            new Destination(
                activity.ServiceUrl!,
                // Of a channel's thread this holds ";messageid=" and the root already: a plain send stays in the thread.
                activity.Conversation!.Id!,
                activity.Recipient?.Id,
                activity.Conversation.TenantId ?? ChannelData.IdOf(activity, "tenant"),
                activity.Type == "message" ? activity.Id : null
            )
        );

    private static string? KeyOf(Activity activity) =>
        activity.Id is { Length: > 0 } id ? $"{activity.Conversation!.Id}|{id}" : null;

    private static string AddedKey(Activity activity) => $"{activity.Conversation!.Id}|added";

    private static bool HasBot(Activity activity, IEnumerable<ChannelAccount>? members) =>
        activity.Recipient?.Id is { Length: > 0 } bot && members is not null && members.Any(member => member.Id == bot);

    private static IEnumerable<ChannelAccount>? MembersRemoved(Activity activity) =>
        activity.Rest is not null
        && activity.Rest.TryGetValue("membersRemoved", out var members)
        && members.ValueKind == JsonValueKind.Array
            ? members.EnumerateArray().Select(member => new ChannelAccount { Id = JsonText.In(member, "id") })
            : null;
}
