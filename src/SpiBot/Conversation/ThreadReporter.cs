using System.Text.Json;
using SpiBot.Cards;
using SpiBot.Channel.Connector;
using SpiBot.Operations.Threads;

namespace SpiBot.Conversation;

/// <summary>Says what operations report: the first report of an exchange is a new message, later ones update it.</summary>
public sealed class ThreadReporter(IConnector connector, IThreadMemory memory, ILogger<ThreadReporter> log)
    : IReportToThread
{
    public async Task Report(ThreadAddress thread, Report report, CancellationToken ct)
    {
        var activity = ReportCards.For(report).ToActivity();
        try
        {
            var to = ThreadAddresses.ToDestination(thread);
            var message = await memory.MessageOf(report.Exchange, ct);
            if (message is not null)
            {
                try
                {
                    await connector.Update(to, message, activity, ct);
                    return;
                }
                catch (ConnectorException gone) when (gone.Status == 404)
                {
                    log.LogInformation("The message of {Exchange} is gone; its report is posted anew", report.Exchange);
                }
            }

            var id = await connector.Send(to, activity, ct);
            await memory.RememberMessage(report.Exchange, id, ct);
        }
        catch (Exception failure) when (failure is ConnectorException or JsonException)
        {
            // The operation goes on: what it found is stored, and the next report of the exchange tries again.
            log.LogError(failure, "The report of {Exchange} could not be posted", report.Exchange);
        }
    }
}
