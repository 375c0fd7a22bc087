using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SpiBot.Operations.Outbox;
using SpiBot.Operations.Storage;

namespace SpiBot.Operations.Hosting;

/// <summary>
/// Asks the store for a row, its writer for a transaction that writes nothing, and the outbox for its oldest message. Never how much there is in the journal: that is for
/// <c>spibot audit verify</c>.
/// </summary>
internal sealed class Readiness(
    Database database,
    OutboxStore outbox,
    OutboxSender sender,
    [FromKeyedServices(DomainTime.Key)] TimeProvider clock,
    ILogger<Readiness> log
) : IReadiness
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>A message that waits for longer is no hiccup of the channel's.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly Lock asking = new();
    private readonly Dictionary<string, Task> probes = [];
    private Task<IReadOnlyList<string>>? asked;
    private DateTimeOffset askAgainAt;

    public Task<IReadOnlyList<string>> NotReady()
    {
        lock (asking)
        {
            if (asked is null || (asked.IsCompleted && clock.GetUtcNow() >= askAgainAt))
            {
                asked = Task.Run(Ask);
            }

            return asked;
        }
    }

    private async Task<IReadOnlyList<string>> Ask()
    {
        // Side by side: a probe of the platform's does not wait for long.
        var problems = await Task.WhenAll(
            Problem("store", () => database.Read(db => db.First<string>("SELECT 'here'"), CancellationToken.None)),
            Problem("writer", () => database.Write(_ => true, CancellationToken.None)),
            Problem("outbox", Outbox)
        );
        lock (asking)
        {
            askAgainAt = clock.GetUtcNow() + KeptFor;
        }

        return [.. problems.OfType<string>()];
    }

    /// <returns>The name of what is not ready; null when it is.</returns>
    private async Task<string?> Problem(string name, Func<Task> probe)
    {
        try
        {
            // One that has not ended is still the answer.
            if (!probes.TryGetValue(name, out var running) || running.IsCompleted)
            {
                probes[name] = running = probe();
            }

            await running.WaitAsync(Patience, clock);
            return null;
        }
        catch (Exception e) when (e is StorageAwayException or TimeoutException or NotReadyException)
        {
            log.LogWarning("Not ready: {Component}: {Reason}", name, e.Message);
            return name;
        }
        catch (Exception e)
        {
            // Thrown further it would be shown to whoever asks.
            log.LogError(e, "Whether {Component} is ready could not be found out", name);
            return name;
        }
    }

    private async Task Outbox()
    {
        if (!sender.IsAtWork)
        {
            throw new NotReadyException("nobody sends what waits.");
        }

        if (await outbox.Oldest(CancellationToken.None) is { } oldest && clock.GetUtcNow() - oldest > LongestWait)
        {
            throw new NotReadyException($"a message waits since {oldest:O}.");
        }
    }

    private sealed class NotReadyException(string message) : Exception(message);
}
