using System.Text.Json;
using SpiBot.Cards;
using SpiBot.Channel.Activities;
using SpiBot.Channel.Connector;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Threads;

namespace SpiBot.Conversation;

/// <summary>Says what operations report: the first report of an exchange is a new message, later ones update it.</summary>
public sealed class ThreadReporter(
    IConnector connector,
    IThreadMemory memory,
    Mentions mentions,
    ILogger<ThreadReporter> log
) : IReportToThread
{
    public async Task<Unsent?> Report(ThreadAddress thread, Report report, CancellationToken ct) =>
        await Say(thread, report.Exchange, await WordsOf(thread, report, ct), ct);

    public async Task<Unsent> Write(ThreadAddress thread, Report report, CancellationToken ct) =>
        (await WordsOf(thread, report, ct)).Unsent(report.Exchange, "What is to be said before it waits.");

    public async Task<Unsent?> Send(ThreadAddress thread, Unsent message, CancellationToken ct)
    {
        if (UnsentActivity.Read(message) is { } words)
        {
            return await Say(thread, message.Exchange, words, ct);
        }

        log.LogError(
            "What was to be said in {Exchange} was written by another SpiBot and is given up",
            message.Exchange
        );
        return null;
    }

    private async Task<UnsentActivity> WordsOf(ThreadAddress thread, Report report, CancellationToken ct) =>
        UnsentActivity.Of(await ActivityOf(thread, report, ct)) with
        {
            GivesWay = report.Says is null,
            OnlyChanges = report is AskingOver,
        };

    private async Task<OutboundActivity> ActivityOf(ThreadAddress thread, Report report, CancellationToken ct) =>
        ReportCards
            .For(
                report,
                report switch
                {
                    ApproversAsked asked => await Called(thread, asked.Whom, asked.View, ct),
                    GlassBroken broken => await Called(thread, broken.Leads, broken.View, ct),
                    WatchTold told => await Called(thread, told, ct),
                    _ => Mentioned.Nobody,
                }
            )
            .ToActivity();

    private Task<Mentioned> Called(ThreadAddress thread, Approvers whom, RemediationView view, CancellationToken ct) =>
        mentions.Of(
            ThreadAddresses.ToDestination(thread),
            whom,
            [view.Plan.ProposedBy, .. (view.Approvals ?? []).Select(approval => approval.By)],
            ct
        );

    private Task<Mentioned> Called(ThreadAddress thread, WatchTold told, CancellationToken ct) =>
        mentions.Of(
            ThreadAddresses.ToDestination(thread),
            new Approvers([.. WatchCards.Setters(told.View).Select(person => person.EntraId.Trim())], []),
            without: [],
            ct
        );

    private async Task<Unsent?> Say(ThreadAddress thread, string exchange, UnsentActivity words, CancellationToken ct)
    {
        try
        {
            var to = ThreadAddresses.ToDestination(thread);
            var message = await memory.MessageOf(exchange, ct);
            if (message is not null)
            {
                if (words.GivesWay && await memory.HasPlan(exchange, ct))
                {
                    log.LogInformation(
                        "What was to be said in {Exchange} came after its plan, and is not said",
                        exchange
                    );
                    return null;
                }

                try
                {
                    await connector.Update(to, message, words.Activity, ct);
                    return null;
                }
                catch (ConnectorException gone) when (gone.Status == 404)
                {
                    log.LogInformation("The message of {Exchange} is gone; its report is posted anew", exchange);
                }
            }

            if (message is not null || !words.OnlyChanges)
            {
                await Post(to, exchange, message, words, ct);
            }

            return null;
        }
        catch (ConnectorException away) when (UnsentActivity.MayWorkLater(away))
        {
            log.LogWarning("The report of {Exchange} waits: {Problem}", exchange, away.Message);
            return words.Unsent(exchange, away.Message);
        }
        catch (Exception failure) when (failure is ConnectorException or JsonException)
        {
            // The operation goes on: what it found is stored, and the next report of the exchange tries again.
            log.LogError(failure, "The report of {Exchange} cannot be posted", exchange);
            return null;
        }
    }

    /// <param name="old">The message of the exchange, as it was looked up before.</param>
    private async Task Post(Destination to, string exchange, string? old, UnsentActivity words, CancellationToken ct)
    {
        var id = await connector.Send(to, words.Activity, ct);
        if (!words.GivesWay)
        {
            await memory.RememberMessage(exchange, id, ct);
        }
        else if (!await memory.ReplaceMessage(exchange, old, id, ct))
        {
            // Another replica has posted its plan meanwhile: only on that card can it be decided.
            await PointAwayFrom(id, to, exchange, ct);
        }
    }

    private async Task PointAwayFrom(string message, Destination to, string exchange, CancellationToken ct)
    {
        try
        {
            // Not final: whoever waits for the answer waits for the other message.
            var said = new Said(OvertakenCard.Of(), OvertakenCard.Title, Final: false);
            await connector.Update(to, message, said.ToActivity(), ct);
        }
        catch (ConnectorException stays)
        {
            log.LogInformation("A late message of {Exchange} stays as it is: {Problem}", exchange, stays.Message);
        }
    }
}
