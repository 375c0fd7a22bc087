using System.Collections.Concurrent;
using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Logging;
using SpiBot.Gateways.Inventory;

namespace SpiBot.Gateways.Credentials;

/// <summary>
/// Secrets from Azure Key Vault. What a secret's value looks like: <see cref="SecretText"/>.
/// It is remembered for five minutes, so that a burst of sessions is one read; a refused login drops it.
/// </summary>
public sealed class KeyVaultCredentials(SecretClient client, TimeProvider clock, ILogger<KeyVaultCredentials> log)
    : IGatewayCredentials
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, (GatewaySecret Secret, DateTimeOffset Until)> known = new(
        StringComparer.OrdinalIgnoreCase
    );

    private string Store => $"Key Vault {client.VaultUri.Host}";

    /// <summary>The vault, reached with this process's own identity.</summary>
    /// <param name="disableChallengeResourceVerification">For a vault outside vault.azure.net; never in production.</param>
    public static KeyVaultCredentials Connect(
        Uri vault,
        TokenCredential identity,
        bool disableChallengeResourceVerification,
        TimeProvider clock,
        ILogger<KeyVaultCredentials> log
    )
    {
        var options = new SecretClientOptions
        {
            DisableChallengeResourceVerification = disableChallengeResourceVerification,
            // Somebody is waiting in the channel: better a clear failure soon.
            Retry = { MaxRetries = 2, NetworkTimeout = TimeSpan.FromSeconds(10) },
        };
        return new(new SecretClient(vault, identity, options), clock, log);
    }

    public async Task<(GatewaySecret? Secret, GatewayFailure? Failure)> Find(GatewayEntry gateway, CancellationToken ct)
    {
        if (known.TryGetValue(gateway.Secret, out var remembered) && clock.GetUtcNow() < remembered.Until)
        {
            return (remembered.Secret, null);
        }

        try
        {
            var answer = await client.GetSecretAsync(gateway.Secret, version: null, cancellationToken: ct);
            var stored = answer.Value;
            if (SecretText.Read(gateway.Secret, stored.Value, stored.Properties.Version) is not { } secret)
            {
                return Failed(
                    gateway,
                    "The secret is not the JSON SpiBot expects.",
                    $"Store {gateway.Secret} as {SecretText.Form}."
                );
            }

            known[gateway.Secret] = (secret, clock.GetUtcNow() + Remembered);
            return (secret, null);
        }
        catch (RequestFailedException e)
        {
            return Failed(gateway, e);
        }
        catch (AuthenticationFailedException e)
        {
            // Its text tells where each way of signing in failed: for the log of this process, not for a channel.
            log.LogWarning("Signing in for {Store} failed: {Reason}", Store, e.Message);
            return Failed(
                gateway,
                "SpiBot could not sign in to Entra ID.",
                "Check that the managed identity (or AZURE_CLIENT_ID and its secret) is set up where SpiBot runs; its log says more."
            );
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is AggregateException or OperationCanceledException)
        {
            return Unreachable(gateway);
        }
    }

    public void Forget(GatewayEntry gateway) => known.TryRemove(gateway.Secret, out _);

    private (GatewaySecret? Secret, GatewayFailure? Failure) Failed(GatewayEntry gateway, RequestFailedException e) =>
        e.Status switch
        {
            StatusCodes.NotFound => Failed(
                gateway,
                "There is no such secret.",
                $"Create {gateway.Secret} in {client.VaultUri.Host}, or correct {gateway.WrittenAt}.secret."
            ),
            StatusCodes.Forbidden or StatusCodes.Unauthorized => Failed(
                gateway,
                $"The vault refused SpiBot ({e.Status}).",
                "Give SpiBot's identity the role Key Vault Secrets User on the vault, and look at the vault's firewall."
            ),
            StatusCodes.None => Unreachable(gateway),
            _ => Failed(
                gateway,
                $"The vault answered {e.Status}{(e.ErrorCode is { } code ? $" ({code})" : "")}.",
                "Try again in a minute; if it stays so, look at the vault's health in Azure."
            ),
        };

    private (GatewaySecret? Secret, GatewayFailure? Failure) Unreachable(GatewayEntry gateway) =>
        Failed(
            gateway,
            "The vault could not be reached.",
            $"Check the name {client.VaultUri.Host}, its private endpoint and the way there from where SpiBot runs."
        );

    private (GatewaySecret? Secret, GatewayFailure? Failure) Failed(GatewayEntry gateway, string cameBack, string doNow)
    {
        log.LogWarning("No secret {Secret} from {Store}: {CameBack}", gateway.Secret, Store, cameBack);
        return (null, CredentialFailure.Of(gateway, Store, cameBack, doNow));
    }

    private static class StatusCodes
    {
        /// <summary>No answer came at all.</summary>
        public const int None = 0;
        public const int Unauthorized = 401;
        public const int Forbidden = 403;
        public const int NotFound = 404;
    }
}
