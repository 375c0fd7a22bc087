using SpiBot.Gateways.Credentials;
using SpiBot.Operations.Storage;

namespace SpiBot.Operations.Journal;

/// <summary>The keys of the journal. Read once, at start.</summary>
public sealed class AuditKeys
{
    private readonly Dictionary<string, ChainKey> byId = new() { [ChainKey.None.Id] = ChainKey.None };

    /// <summary>What new entries are chained with.</summary>
    public ChainKey Current { get; private set; } = ChainKey.None;

    /// <inheritdoc cref="AuditOptions.UnkeyedUntil"/>
    public long UnkeyedUntil { get; set; }

    public ChainKey? Find(string id) => byId.GetValueOrDefault(id);

    /// <exception cref="StorageRefusedException">A key that is configured cannot be had: which, and why.</exception>
    public async Task Load(AuditOptions options, IKeySecrets? secrets, CancellationToken ct)
    {
        UnkeyedUntil = options.UnkeyedUntil;
        foreach (var name in options.FormerKeySecrets)
        {
            Know(await Key(name, secrets, ct));
        }

        if (!string.IsNullOrWhiteSpace(options.KeySecret))
        {
            Use(await Key(options.KeySecret, secrets, ct));
        }
    }

    /// <summary>From now on entries are chained with this one.</summary>
    public void Use(ChainKey key)
    {
        Know(key);
        Current = key;
    }

    private void Know(ChainKey key) => byId[key.Id] = key;

    private static async Task<ChainKey> Key(string name, IKeySecrets? secrets, CancellationToken ct)
    {
        if (secrets is null)
        {
            throw new StorageRefusedException(
                $"the journal's key {name} is configured, and there is nothing to read it from"
            );
        }

        var (key, problem) = await secrets.FindKey(name, ct);
        return key is null ? throw new StorageRefusedException($"the journal's key is not there: {problem}")
            : key.Length < ChainKey.LeastLength
                ? throw new StorageRefusedException(
                    $"the journal's key {name} has {key.Length} bytes; {ChainKey.LeastLength} or more are wanted: `openssl rand -base64 32` makes one"
                )
            : ChainKey.From(key);
    }
}
