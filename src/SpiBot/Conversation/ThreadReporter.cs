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
        await Say(thread, report.Exchange, await ActivityOf(thread, report, ct), ct);

    public async Task<Unsent> Write(ThreadAddress thread, Report report, CancellationToken ct) =>
        UnsentActivity.Of(report.Exchange, await ActivityOf(thread, report, ct), "What is to be said before it waits.");

    public async Task<Unsent?> Send(ThreadAddress thread, Unsent message, CancellationToken ct)
    {
        if (UnsentActivity.Read(message) is { } activity)
        {
            return await Say(thread, message.Exchange, activity, ct);
        }

        log.LogError(
            "What was to be said in {Exchange} was written by another SpiBot and is given up",
            message.Exchange
        );
        return null;
    }

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

    private async Task<Unsent?> Say(
        ThreadAddress thread,
        string exchange,
        OutboundActivity activity,
        CancellationToken ct
    )
    {
        try
        {
            var to = ThreadAddresses.ToDestination(thread);
            var message = await memory.MessageOf(exchange, ct);
            if (message is not null)
            {
                try
                {
                    await connector.Update(to, message, activity, ct);
                    return null;
                }
                catch (ConnectorException gone) when (gone.Status == 404)
                {
                    log.LogInformation("The message of {Exchange} is gone; its report is posted anew", exchange);
                }
            }

            var id = await connector.Send(to, activity, ct);
            await memory.RememberMessage(exchange, id, ct);
            return null;
        }
        catch (ConnectorException away) when (UnsentActivity.MayWorkLater(away))
        {
            log.LogWarning("The report of {Exchange} waits: {Problem}", exchange, away.Message);
            return UnsentActivity.Of(exchange, activity, away.Message);
        }
        catch (Exception failure) when (failure is ConnectorException or JsonException)
        {
            // The operation goes on: what it found is stored, and the next report of the exchange tries again.
            log.LogError(failure, "The report of {Exchange} cannot be posted", exchange);
            return null;
        }
    }
}
