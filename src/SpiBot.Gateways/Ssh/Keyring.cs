using SpiBot.Gateways.Credentials;
using SpiBot.Gateways.Inventory;

namespace SpiBot.Gateways.Ssh;

/// <summary>Finds all the secrets that the way to a gateway needs.</summary>
internal sealed class Keyring(IGatewayCredentials credentials)
{
    /// <summary>The jump hosts in their order and the gateway last; or why a secret is missing. No connection is made before all are there.</summary>
    public async Task<(IReadOnlyList<Hop>? Hops, GatewayFailure? Failure)> Hops(
        GatewayEntry gateway,
        CancellationToken ct
    )
    {
        var hops = new List<Hop>();
        foreach (var jump in gateway.Jumps)
        {
            var entry = Hop.EntryOf(gateway, jump, hops.Count + 1);
            var (secret, missing) = await credentials.Find(entry, ct);
            if (secret is null)
            {
                return (null, missing);
            }

            hops.Add(new(entry, secret));
        }

        var (own, failure) = await Own(gateway, ct);
        return own is null ? (null, failure) : ([.. hops, new(gateway, own)], null);
    }

    private async Task<(GatewaySecret? Secret, GatewayFailure? Failure)> Own(GatewayEntry gateway, CancellationToken ct)
    {
        var (secret, missing) = await credentials.Find(gateway, ct);
        if (secret is null || gateway.PrivateKeySecret is not { } name)
        {
            return (secret, missing);
        }

        var (found, failure) = await credentials.Find(gateway with { Secret = name }, ct);
        return found is null ? (null, failure)
            : found.PrivateKey is null ? (null, ConnectFailure.Key(gateway))
            : (
                new(secret.Name, secret.Password, secret.Enable)
                {
                    PrivateKey = found.PrivateKey,
                    Passphrase = found.Passphrase,
                    Version = $"{secret.Version} {found.Version}",
                },
                null
            );
    }
}
