using System.Net.Sockets;
using Renci.SshNet.Common;
using Renci.SshNet.Messages.Transport;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms;

namespace SpiBot.Gateways.Ssh;

/// <summary>Why no session came about, in words. Texts of exceptions are not passed on: only what is known of them.</summary>
internal static class ConnectFailure
{
    public static GatewayFailure From(Exception exception, GatewayEntry gateway, HostKeyPin pin) =>
        exception switch
        {
            _ when pin.Refused => HostKey(gateway, pin),
            SshAuthenticationException => Login(gateway, "The login was refused."),
            SocketException
            {
                SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain
            } => Unreachable(
                gateway,
                "The name could not be resolved.",
                $"Check {gateway.WrittenAt}.address and the name servers of this machine."
            ),
            SocketException socket => Unreachable(gateway, $"{Words(socket.SocketErrorCode)}.", CheckTheWay(gateway)),
            SshConnectionException { DisconnectReason: DisconnectReason.KeyExchangeFailed } => Unreachable(
                gateway,
                gateway.LegacyAlgorithms
                    ? $"The two sides share no algorithm, not even with the old ones that {gateway.WrittenAt}.legacyAlgorithms allows."
                    : $"The two sides share no algorithm: {gateway.Called} offers only old ones (SHA-1, CBC) that are off by default.",
                (
                    gateway.LegacyAlgorithms
                        ? ""
                        : $"Set \"legacyAlgorithms\": true in {gateway.WrittenAt} to allow them there, or better, make it offer newer ones. "
                ) + (Dialect(gateway)?.NewerAlgorithmsBy ?? "A newer release of its SSH server does so.")
            ),
            SshConnectionException => NoFreeSession(gateway),
            SshOperationTimeoutException or OperationCanceledException or TimeoutException => Unreachable(
                gateway,
                "Nothing came back in time.",
                CheckTheWay(gateway)
            ),
            _ => Unreachable(gateway, $"The SSH connection failed ({exception.GetType().Name}).", CheckTheWay(gateway)),
        };

    public static GatewayFailure NoPrompt(GatewayEntry gateway) =>
        new(
            gateway.Name,
            GatewayFailureKind.SessionLost,
            $"Logging in to {gateway.Name} and waiting for its prompt.",
            "The login was taken, but no prompt could be made out.",
            $"Log in by hand as {gateway.User} and look for a question that is asked before the prompt."
        );

    public static GatewayFailure Lost(GatewayEntry gateway, string cameBack) =>
        new(
            gateway.Name,
            GatewayFailureKind.SessionLost,
            $"Talking to {gateway.Name} over SSH.",
            cameBack,
            $"Ask again: a new session is opened. If it stays so, look whether {gateway.Name} has failed over or restarted."
        );

    public static GatewayFailure Enable(GatewayEntry gateway, string cameBack) =>
        new(
            gateway.Name,
            GatewayFailureKind.EnableRefused,
            $"Enabling on {gateway.Name} as {gateway.User}.",
            cameBack,
            $"Check \"enable\" in the secret {gateway.Secret}."
        );

    /// <summary>There is nothing to be shown to <c>enable</c>, and nothing was.</summary>
    public static GatewayFailure NoEnable(GatewayEntry gateway, string cameBack) =>
        Enable(gateway, cameBack) with
        {
            Kind = GatewayFailureKind.NoSecret,
        };

    /// <summary>It wants another kind of login than the secret is for.</summary>
    public static GatewayFailure NotShown(GatewayEntry gateway) =>
        Login(gateway, "It offers no way to log in with what the secret holds: nothing was shown to it.") with
        {
            DoNow =
                $"Look what it asks for (password, keyboard-interactive, publickey), and what the secret {gateway.PrivateKeySecret ?? gateway.Secret} holds.",
        };

    private static GatewayFailure HostKey(GatewayEntry gateway, HostKeyPin pin) =>
        new(
            gateway.Name,
            GatewayFailureKind.HostKeyNotPinned,
            $"Connecting to {gateway.Called} ({Where(gateway)}); pinned: {string.Join(", ", gateway.HostKeys)}.",
            $"It presented {pin.Presented}, which is not pinned. No password was sent.",
            $"If it was replaced or its key made anew, compare {Dialect(gateway)?.HostKeyShownBy ?? "the fingerprint on its console"} and put "
                + $"the new fingerprint into {gateway.WrittenAt}.hostKeys. If not, somebody may stand in between."
        );

    /// <summary>After the password was shown and before the server said yes or no.</summary>
    public static GatewayFailure Undecided(GatewayEntry gateway) =>
        Login(gateway, "The connection ended, or nothing came, after the password was shown: taken for a refusal.");

    /// <summary>This server has refused this secret before: it is not shown to it again.</summary>
    public static GatewayFailure RefusedBefore(GatewayEntry gateway, RefusedLogin before)
    {
        var cameBack =
            $"{before.CameBack} That was at {before.At.UtcDateTime:HH:mm:ss} UTC with the same secret, which was not tried again.";
        return Waiting(
            before.Kind == GatewayFailureKind.EnableRefused ? Enable(gateway, cameBack) : Login(gateway, cameBack),
            before
        );
    }

    /// <summary>Says of a refusal what is waited for.</summary>
    public static GatewayFailure Waiting(GatewayFailure failure, RefusedLogin refused)
    {
        var sameOne = refused.Until is { } until
            ? $"the same one is not tried before {until.UtcDateTime:HH:mm:ss} UTC"
            : "the same one is not tried again until SpiBot is restarted";
        return failure with
        {
            DoNow =
                $"{failure.DoNow} SpiBot waits for another value of that secret, or a new version of it in the vault, and tries that at once; {sameOne}, so that the account is not locked.",
        };
    }

    /// <summary>The private key is no key, or its passphrase is another.</summary>
    public static GatewayFailure Key(GatewayEntry gateway) =>
        new(
            gateway.Name,
            GatewayFailureKind.NoSecret,
            $"Reading the private key in the secret {gateway.PrivateKeySecret ?? gateway.Secret} for {gateway.Called}.",
            "It is not a private key that SpiBot can read, or its passphrase is missing or wrong. Nothing was sent.",
            "Store it in PEM (`-----BEGIN …`), unchanged, with its passphrase beside it."
        );

    /// <summary>The context could not be entered.</summary>
    public static GatewayFailure Context(GatewayEntry gateway, string line, string cameBack) =>
        new(
            gateway.Name,
            GatewayFailureKind.ContextRefused,
            $"Typing `{line}` on {gateway.Name}.",
            cameBack,
            $"Check gateways.{gateway.Name}.context: `show context` in the admin context lists those there are; {gateway.User} must log in to the admin context."
        );

    private static GatewayFailure Login(GatewayEntry gateway, string cameBack) =>
        new(
            gateway.Name,
            GatewayFailureKind.LoginRefused,
            $"Logging in to {gateway.Called} ({Where(gateway)}) as {gateway.User}, once.",
            cameBack,
            $"Check the password or key in the secret {gateway.PrivateKeySecret ?? gateway.Secret} and whether the account is locked."
        );

    /// <summary>The password was right, and yet no prompt came.</summary>
    public static GatewayFailure ClosedAtLogin(GatewayEntry gateway) =>
        NoFreeSession(gateway, "It let the login pass and closed the session before its prompt.");

    private static GatewayFailure NoFreeSession(
        GatewayEntry gateway,
        string cameBack = "It took the connection and closed it before the login was done."
    ) =>
        new(
            gateway.Name,
            GatewayFailureKind.NoFreeSession,
            $"Opening an SSH session on {gateway.Called} ({Where(gateway)}).",
            cameBack,
            $"{Dialect(gateway)?.WhenFull ?? "Look at its log."}{OnTheWay(gateway)}"
        );

    /// <summary>The login went well, and was given back.</summary>
    public static GatewayFailure LastSession(GatewayEntry gateway, int others) =>
        new(
            gateway.Name,
            GatewayFailureKind.NoFreeSession,
            $"Opening an SSH session on {gateway.Name} ({Where(gateway)}).",
            $"{others} others are logged in: SpiBot's session would have been one of the last two, so it was given back at once.",
            "`show ssh sessions` on the gateway lists them, `ssh disconnect` ends one that nobody needs."
        );

    private static GatewayFailure Unreachable(GatewayEntry gateway, string cameBack, string doNow) =>
        new(
            gateway.Name,
            GatewayFailureKind.Unreachable,
            $"Connecting to {gateway.Called} ({Where(gateway)}).",
            cameBack,
            doNow
        );

    /// <summary>Null for a jump host, which is of no platform that SpiBot knows.</summary>
    private static SessionDialect? Dialect(GatewayEntry gateway) =>
        gateway.JumpNumber is null ? KnownPlatforms.Find(gateway.Platform)?.Dialect : null;

    private static string CheckTheWay(GatewayEntry gateway) =>
        $"Check that {gateway.Called} is up, that it lets this machine log in by SSH, and that port {gateway.Port} is open on the way.{OnTheWay(gateway)}";

    /// <summary>Behind a jump host its own refusal to forward looks the same from here.</summary>
    private static string OnTheWay(GatewayEntry gateway) =>
        gateway.Jumps.Count is > 0 and var before
            ? $" Or jump host {before} of {gateway.Name} cannot reach {Where(gateway)}, or is not set to forward TCP connections: its log says so."
            : "";

    private static string Where(GatewayEntry gateway) =>
        gateway.Address.Contains(':', StringComparison.Ordinal)
            ? $"[{gateway.Address}]:{gateway.Port}"
            : $"{gateway.Address}:{gateway.Port}";

    private static string Words(SocketError error) =>
        error switch
        {
            SocketError.ConnectionRefused => "The connection was refused",
            SocketError.TimedOut => "Nothing came back in time",
            SocketError.HostUnreachable or SocketError.NetworkUnreachable => "There is no route to it",
            SocketError.ConnectionReset => "The connection was reset",
            _ => $"The connection failed ({error})",
        };
}
