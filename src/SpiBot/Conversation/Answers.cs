using SpiBot.Cards;
using SpiBot.Channel.Connector;
using SpiBot.Channel.Turns;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;

namespace SpiBot.Conversation;

/// <summary>Says what answers a turn, in its thread. What the channel does not take within the turn waits in the outbox: told later rather than never.</summary>
public sealed class Answers(IConnector connector, IUnsentMessages unsent, ILogger<Answers> log)
{
    /// <summary>A turn has ten seconds, and whoever presses a button waits for its end.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <exception cref="StorageAwayException">It was neither taken nor kept.</exception>
    public async Task Say(Turn turn, Said said, CancellationToken ct)
    {
        var activity = said.ToActivity();
        if (await WhyNotNow(() => Send(turn, activity, ct)) is { } because)
        {
            log.LogWarning("An answer waits: {Problem}", because);
            await unsent.Keep(
                ThreadAddresses.From(turn.Destination),
                UnsentActivity.Of(activity).Unsent(ExchangeOf(turn), because),
                CancellationToken.None
            );
        }
    }

    /// <summary>The same for those in the thread, where whoever pressed is told by the response: that does not fail with it.</summary>
    public async Task SayToAll(Turn turn, Said said, CancellationToken ct)
    {
        try
        {
            await Say(turn, said, ct);
        }
        catch (StorageAwayException away)
        {
            log.LogError("An answer to a pressed button was told to nobody but who pressed it: {Reason}", away.Message);
        }
    }

    /// <summary>Changes a message that stands there, if the channel does so at once: nothing depends on it.</summary>
    public async Task Change(Turn turn, string message, Said said, CancellationToken ct)
    {
        using var patience = Limit(ct);
        try
        {
            await connector.Update(turn.Destination, message, said.ToActivity(), patience.Token);
        }
        catch (Exception stays) when (stays is ConnectorException or OperationCanceledException)
        {
            log.LogInformation("A message stays as it is: {Problem}", stays.Message);
        }
    }

    private async Task Send(Turn turn, Channel.Activities.OutboundActivity activity, CancellationToken ct)
    {
        using var patience = Limit(ct);
        await connector.Send(turn.Destination, activity, patience.Token);
    }

    private static CancellationTokenSource Limit(CancellationToken ct)
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        return patience;
    }

    /// <returns>Null when it was said, or can never be.</returns>
    private async Task<string?> WhyNotNow(Func<Task> send)
    {
        try
        {
            await send();
            return null;
        }
        catch (ConnectorException away) when (UnsentActivity.MayWorkLater(away))
        {
            return away.Message;
        }
        catch (ConnectorException refused)
        {
            log.LogError(refused, "An answer cannot be posted");
            return null;
        }
        catch (OperationCanceledException)
        {
            return "The channel did not take it within the turn.";
        }
    }

    /// <summary>A turn has one answer; run again, it is the same.</summary>
    private static string ExchangeOf(Turn turn) =>
        $"answer/{turn.Destination.ConversationId}|{turn.Activity.Id ?? Guid.NewGuid().ToString("n")}";
}
