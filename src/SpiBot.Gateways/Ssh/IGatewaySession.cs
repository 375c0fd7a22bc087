using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Inventory;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Ssh;

/// <summary>
/// A conversation with one gateway: one shell, logged in, enabled, pager off. Questions are answered in the order they
/// were asked; asking several before awaiting the first is welcome (the session may send them together where the box takes that).
/// </summary>
public interface IGatewaySession : IAsyncDisposable
{
    /// <summary>Never throws for anything the device does: a refusal, a text not understood, or a lost connection become "not read, because …".</summary>
    Task<Answer<T>> Ask<T>(Query<T> query, CancellationToken ct)
        where T : class;

    /// <summary>
    /// Types the authorised lines, one at a time, each only if the authorization still holds at the moment its bytes are
    /// written. Returns what the device printed; a refusal by the device is in the answer.
    /// </summary>
    Task<ChangeAnswer> Apply(ChangeAuthorization authorization, CancellationToken ct);

    /// <summary>Types the lines of a duty, as <see cref="Apply"/> does: those that set something for a while, or those that take it away again.</summary>
    Task<ChangeAnswer> Perform(DutyAuthorization authorization, CancellationToken ct);

    /// <summary>Set once the session can no longer be used.</summary>
    GatewayFailure? Lost { get; }
}

/// <summary>What became of a change. <see cref="Typed"/>: the bytes were handed to the SSH channel, so it may have happened even if <see cref="Refusal"/> or <see cref="Failure"/> is set.</summary>
public sealed record ChangeAnswer(bool Typed, string Output, string? Refusal, GatewayFailure? Failure)
{
    /// <summary>Which lines, where it stopped between two of them, or those of the second way; null: all of the first.</summary>
    public TypedPart? Part { get; init; }
}

/// <summary>Opens sessions.</summary>
public interface IGatewayDoor
{
    /// <summary>Finds the secret, connects, checks the host key against the pinned ones, logs in (a secret that was refused there is not tried again until it is another one), enables, turns the pager off.</summary>
    Task<(IGatewaySession? Session, GatewayFailure? Failure)> Open(GatewayEntry gateway, CancellationToken ct);
}
