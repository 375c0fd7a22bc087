using SpiBot.Gateways.Credentials;
using SpiBot.Gateways.Inventory;

namespace SpiBot.Gateways.Ssh;

/// <summary>One SSH server on the way to a gateway, the last being the gateway itself, with what logs in there.</summary>
/// <param name="Entry">The gateway; for a jump host with that one's address, user, secret and keys.</param>
/// <param name="JumpNumber">From 1; null for the gateway.</param>
internal sealed record Hop(GatewayEntry Entry, GatewaySecret Secret, int? JumpNumber)
{
    /// <summary>A jump host in the place of the gateway, so that it is connected to, and spoken of, in the same way.</summary>
    public static GatewayEntry EntryOf(GatewayEntry gateway, JumpHost jump) =>
        gateway with
        {
            Address = jump.Address,
            Port = jump.Port,
            User = jump.User,
            Secret = jump.Secret,
            HostKeys = jump.HostKeys,
            PrivateKeySecret = null,
            LegacyAlgorithms = false,
            Context = null,
            Jumps = [],
        };

    /// <summary>Says of a failure at a jump host that it was there.</summary>
    public GatewayFailure At(GatewayFailure failure) =>
        JumpNumber is { } number
            ? failure with
            {
                // The gateway itself has refused nothing.
                Tried = $"On the way to {Entry.Name}, jump host {number} ({Entry.Address}): {failure.Tried}",
                DoNow = failure.DoNow.Replace(
                    $"gateways.{Entry.Name}.",
                    $"gateways.{Entry.Name}.jumps[{number - 1}].",
                    StringComparison.Ordinal
                ),
            }
            : failure;
}
