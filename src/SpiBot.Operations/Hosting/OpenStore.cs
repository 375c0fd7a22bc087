using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpiBot.Gateways.Credentials;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Storage;

namespace SpiBot.Operations.Hosting;

/// <summary>Before all else: takes the journal's key from where secrets are, and opens the store.</summary>
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
        var last = await database.Read(JournalChain.LastKey, cancellationToken);
        if (!string.IsNullOrEmpty(last) && !keys.Current.IsKeyed)
        {
            throw new StorageRefusedException(
                $"the journal is chained with a key ({last}) and none is configured: set Audit:KeySecret. If that key is lost, take a new one: then what is written from now on can be verified"
            );
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
