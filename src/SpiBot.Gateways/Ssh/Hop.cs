using SpiBot.Gateways.Credentials;
using SpiBot.Gateways.Inventory;

namespace SpiBot.Gateways.Ssh;

/// <summary>One SSH server on the way to a gateway, the last being the gateway itself, with what logs in there.</summary>
/// <param name="Entry">The gateway; for a jump host with that one's address, user, secret and keys.</param>
internal sealed record Hop(GatewayEntry Entry, GatewaySecret Secret)
{
    public bool IsGateway => Entry.JumpNumber is null;

    /// <summary>A jump host in the place of the gateway, so that it is connected to in the same way.</summary>
    /// <param name="number">From 1.</param>
    public static GatewayEntry EntryOf(GatewayEntry gateway, JumpHost jump, int number) =>
        gateway with
        {
            Address = jump.Address,
            Port = jump.Port,
            User = jump.User,
            Secret = jump.Secret,
            HostKeys = jump.HostKeys,
            LegacyAlgorithms = jump.LegacyAlgorithms,
            PrivateKeySecret = null,
            Context = null,
            Jumps = [.. gateway.Jumps.Take(number - 1)],
            JumpNumber = number,
        };
}
