using System.Text.Json.Nodes;
using SpiBot.Cards;
using SpiBot.Channel.Activities;
using SpiBot.Channel.Connector;
using SpiBot.Channel.People;

namespace SpiBot.Conversation;

/// <summary>What the channel finds too large (413) is said shorter, and in the end as text: whoever waits for it must not hear nothing.</summary>
public sealed class FittingConnector(IConnector channel, ILogger<FittingConnector> log) : IConnector
{
    private const int TooLarge = 413;

    public Task<string> Send(Destination to, OutboundActivity activity, CancellationToken ct) =>
        Shortened(activity, shorter => channel.Send(to, shorter, ct));

    public Task Update(Destination to, string messageId, OutboundActivity activity, CancellationToken ct) =>
        Shortened(
            activity,
            async shorter =>
            {
                await channel.Update(to, messageId, shorter, ct);
                return messageId;
            }
        );

    public Task<IReadOnlyList<ConversationMember>> Members(Destination of, CancellationToken ct) =>
        channel.Members(of, ct);

    public Task<ConversationMember?> Member(Destination of, string id, CancellationToken ct) =>
        channel.Member(of, id, ct);

    private async Task<string> Shortened(OutboundActivity activity, Func<OutboundActivity, Task<string>> say)
    {
        foreach (var form in new[] { activity }.Concat(Shorter(activity)))
        {
            try
            {
                return await say(form);
            }
            catch (ConnectorException e) when (e.Status == TooLarge && form.Card is { } card)
            {
                log.LogWarning(
                    "A card of {Bytes} bytes is too large for the channel: it is said shorter",
                    CardSize.Of(card)
                );
            }
        }

        throw new InvalidOperationException("The last form is text, which is sent or fails.");
    }

    private static IEnumerable<OutboundActivity> Shorter(OutboundActivity activity)
    {
        if (activity.Card is not JsonObject card)
        {
            yield break;
        }

        var bytes = CardSize.Of(card);
        foreach (var most in (int[])[bytes / 2, bytes / 4])
        {
            if (CardSize.Fitting(card, most) is { } shorter)
            {
                yield return activity with
                {
                    Card = shorter,
                };
            }
        }

        yield return CardSize.InText(activity);
    }
}
