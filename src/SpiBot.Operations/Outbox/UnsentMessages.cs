using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Threads;

namespace SpiBot.Operations.Outbox;

/// <summary>Puts messages into the outbox and wakes who sends them.</summary>
internal sealed class UnsentMessages(
    OutboxStore store,
    OutboxSender sender,
    IOptions<OutboxOptions> bounds,
    [FromKeyedServices(DomainTime.Key)] TimeProvider clock,
    ILogger<UnsentMessages> log
) : IUnsentMessages
{
    public async Task Keep(ThreadAddress thread, Unsent message, CancellationToken ct)
    {
        var lost = await store.Put(thread, message, clock.GetUtcNow(), bounds.Value, ct);
        if (lost > 0)
        {
            log.LogError("{Count} messages that could not be sent were given up", lost);
        }

        sender.Wake();
    }
}
