namespace SpiBot.Gateways;

/// <summary>At which step it failed: on the way, at the login, or later.</summary>
public enum GatewayFailureKind
{
    Unreachable,
    HostKeyNotPinned,
    LoginRefused,
    EnableRefused,
    NoSecret,
    SessionLost,
    NoFreeSession,
    NotTyped,
    ContextRefused,

    /// <summary>It was not tried: too much else waits there.</summary>
    TooManyWaiting,
}

/// <summary>
/// Why a gateway could not be used, in three sentences for a card: what was tried, what came back, what to do now. No secret in any of them.
/// </summary>
public sealed record GatewayFailure(
    string Gateway,
    GatewayFailureKind Kind,
    string Tried,
    string CameBack,
    string DoNow
);
