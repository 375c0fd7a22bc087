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
                $"Check gateways.{gateway.Name}.address and the name servers of this machine."
            ),
            SocketException socket => Unreachable(gateway, $"{Words(socket.SocketErrorCode)}.", CheckTheWay(gateway)),
            SshConnectionException { DisconnectReason: DisconnectReason.KeyExchangeFailed } => Unreachable(
                gateway,
                gateway.LegacyAlgorithms
                    ? "The two sides share no algorithm, not even with the old ones that gateways."
                        + gateway.Name
                        + ".legacyAlgorithms allows."
                    : "The two sides share no algorithm: the gateway offers only old ones (SHA-1, CBC) that are off by default.",
                (
                    gateway.LegacyAlgorithms
                        ? ""
                        : $"Set \"legacyAlgorithms\": true in gateways.{gateway.Name} to allow them there, or better, make the gateway offer newer ones. "
                ) + Dialect(gateway)?.NewerAlgorithmsBy
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
            $"Check \"enable\" in the secret {gateway.Secret}. SpiBot does not try a refused secret again by itself."
        );

    private static GatewayFailure HostKey(GatewayEntry gateway, HostKeyPin pin) =>
        new(
            gateway.Name,
            GatewayFailureKind.HostKeyNotPinned,
            $"Connecting to {gateway.Name} ({Where(gateway)}); pinned: {string.Join(", ", gateway.HostKeys)}.",
            $"It presented {pin.Presented}, which is not pinned. No password was sent.",
            $"If the gateway was replaced or its key made anew, compare {Dialect(gateway)?.HostKeyShownBy ?? "the fingerprint on its console"} and put "
                + $"the new fingerprint into gateways.{gateway.Name}.hostKeys. If not, somebody may stand in between."
        );

    /// <summary>After the password was shown and before the server said yes or no.</summary>
    public static GatewayFailure Undecided(GatewayEntry gateway) =>
        Login(gateway, "The connection ended, or nothing came, after the password was shown: taken for a refusal.");

    /// <summary>This server has refused this secret a while ago: it is not shown to it again.</summary>
    public static GatewayFailure RefusedBefore(GatewayEntry gateway) =>
        Login(gateway, "It refused this password or key less than ten minutes ago, so it was not tried.");

    /// <summary>The private key is no key, or its passphrase is another.</summary>
    public static GatewayFailure Key(GatewayEntry gateway) =>
        new(
            gateway.Name,
            GatewayFailureKind.NoSecret,
            $"Reading the private key in the secret {gateway.PrivateKeySecret ?? gateway.Secret} for {gateway.Name}.",
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
            $"Logging in to {gateway.Name} ({Where(gateway)}) as {gateway.User}, once.",
            cameBack,
            $"Check the password or key in the secret {gateway.PrivateKeySecret ?? gateway.Secret} and whether the account is locked. SpiBot does not try a refused password again by itself."
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
            $"Opening an SSH session on {gateway.Name} ({Where(gateway)}).",
            cameBack,
            Dialect(gateway)?.WhenFull ?? "Look at its log."
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
            $"Connecting to {gateway.Name} ({Where(gateway)}).",
            cameBack,
            doNow
        );

    private static SessionDialect? Dialect(GatewayEntry gateway) => KnownPlatforms.Find(gateway.Platform)?.Dialect;

    private static string CheckTheWay(GatewayEntry gateway) =>
        $"Check that {gateway.Name} is up, that it lets this machine log in by SSH, and that port {gateway.Port} is open on the way.";

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
