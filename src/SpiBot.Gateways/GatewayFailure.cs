namespace SpiBot.Gateways;

/// <summary>At which step it failed: on the way, at the login, or later.</summary>
public enum GatewayFailureKind
{
    /// <summary>No connection came about: the way, the name, the algorithms.</summary>
    Unreachable,

    /// <summary>It shows a host key that the inventory does not pin: nothing was shown to it.</summary>
    HostKeyNotPinned,

    /// <summary>It refused the password or key, or broke off after it was shown.</summary>
    LoginRefused,

    /// <summary>The login was taken; <c>enable</c> (or <c>login</c>) was not.</summary>
    EnableRefused,

    /// <summary>A secret is missing, cannot be read, or is not of the kind that is asked for: nothing was shown.</summary>
    NoSecret,

    /// <summary>The session broke, or was given up because it hung.</summary>
    SessionLost,

    /// <summary>The box takes no more sessions, or has so few left that SpiBot gave its own back.</summary>
    NoFreeSession,

    /// <summary>A change was not typed, or only a part of it.</summary>
    NotTyped,

    /// <summary>It is logged in to, and did not go into the context that the inventory names.</summary>
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
