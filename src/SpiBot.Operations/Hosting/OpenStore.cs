using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpiBot.Gateways.Credentials;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Storage;

namespace SpiBot.Operations.Hosting;

/// <summary>Before all else: takes the journal's key from where secrets are, and opens the store, whose journal has to end with what one of the keys fits.</summary>
internal sealed class OpenStore(
    Database database,
    AuditKeys keys,
    IOptions<AuditOptions> options,
    IEnumerable<IKeySecrets> secrets,
    ILogger<OpenStore> log
) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await keys.Load(options.Value, secrets.LastOrDefault(), cancellationToken);
        database.Open(keys.Current);
        if (
            await database.Read(JournalChain.End, cancellationToken) is var (last, before)
            && KeyAtStart.Problem(last, before, keys, options.Value) is { } problem
        )
        {
            throw new StorageRefusedException(problem);
        }

        if (keys.Current.IsKeyed)
        {
            log.LogInformation("The journal is chained with key {KeyId}", keys.Current.Id);
        }
        else
        {
            log.LogWarning(
                "The journal is chained without a key: whoever can write the store can rewrite it unseen. Set Audit:KeySecret to the name of a secret"
            );
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
