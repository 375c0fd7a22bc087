using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;

namespace SpiBot.Gateways.Credentials;

/// <summary>Keys from Azure Key Vault, by <c>NAME</c> or <c>NAME/VERSION</c>. A secret's value is the JSON <c>{"key":"…"}</c> with base64.</summary>
public sealed class KeyVaultKeys(SecretClient client) : IKeySecrets
{
    /// <inheritdoc cref="KeyVaultCredentials.Connect"/>
    public static KeyVaultKeys Connect(
        Uri vault,
        TokenCredential identity,
        bool disableChallengeResourceVerification
    ) =>
        new(
            new SecretClient(
                vault,
                identity,
                new SecretClientOptions { DisableChallengeResourceVerification = disableChallengeResourceVerification }
            )
        );

    public async Task<(byte[]? Key, string? Problem)> FindKey(string name, CancellationToken ct)
    {
        var where = $"the secret {name} in Key Vault {client.VaultUri.Host}";
        try
        {
            var parts = name.Split('/', 2);
            var answer = await client.GetSecretAsync(
                parts[0],
                parts.Length > 1 ? parts[1] : null,
                cancellationToken: ct
            );
            return Read(answer.Value.Value) is { } key
                ? (key, null)
                : (null, $"{where} is not the JSON {{\"key\":\"…\"}} with base64 that SpiBot expects.");
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return (null, $"there is no such thing as {where}. Create it, or correct Audit:KeySecret.");
        }
        catch (RequestFailedException e) when (e.Status is 401 or 403)
        {
            return (
                null,
                $"{where} was not given: the vault refused SpiBot ({e.Status}). Give SpiBot's identity the role Key Vault Secrets User on the vault, and look at the vault's firewall."
            );
        }
        catch (RequestFailedException e) when (e.Status != 0)
        {
            return (null, $"{where} was not given: the vault answered {e.Status} {e.ErrorCode}.");
        }
        catch (AuthenticationFailedException)
        {
            // Its text is long and tells of each way of signing in that was tried.
            return (
                null,
                $"{where} was not read: SpiBot could not sign in to Entra ID. Check that the managed identity (or AZURE_CLIENT_ID and its secret) is set up where SpiBot runs."
            );
        }
        catch (Exception e) when (e is AggregateException or RequestFailedException)
        {
            return (
                null,
                $"{where} was not read: the vault could not be reached. Check Vault:Uri, the vault's private endpoint, and the way there from where SpiBot runs."
            );
        }
    }

    /// <summary>No text of the parser is passed on: it quotes what it read.</summary>
    private static byte[]? Read(string value)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            return
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("key", out var key)
                && key.ValueKind == JsonValueKind.String
                ? KeyText.TryRead(key.GetString()!)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
