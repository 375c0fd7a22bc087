using SpiBot.Gateways.Inventory;

namespace SpiBot.Gateways.Credentials;

/// <summary>Why there is no secret, in words. They name the secret and the store.</summary>
internal static class CredentialFailure
{
    public static GatewayFailure Of(GatewayEntry gateway, string store, string cameBack, string doNow) =>
        new(
            gateway.Name,
            GatewayFailureKind.NoSecret,
            $"Taking the secret {gateway.Secret} for {gateway.Called} from {store}.",
            cameBack,
            doNow
        );
}
