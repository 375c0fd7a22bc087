namespace SpiBot.Lab.Ssh;

/// <summary>
/// What stands behind an SSH server of the Lab: it says who may log in, and then talks over the raw pty bytes
/// (echo, prompts, pager and line ends are the shell's; it gets what the person types as it is typed).
/// </summary>
public interface IFirewallShell
{
    bool Accepts(string user, string password);

    /// <summary>Serves one session until it ends on either side; disposing of the stream closes the channel.</summary>
    Task Serve(Stream terminal, string user, CancellationToken ct);
}

/// <summary>An SSH server to be started: a name (unique among those started together), and the shell behind it.</summary>
public sealed record SshEndpoint(string Name, IFirewallShell Shell)
{
    /// <summary>What the server calls itself after <c>SSH-2.0-</c>; an ASA's own stack by default.</summary>
    public string Ident { get; init; } = "Cisco-1.25";

    /// <summary>Which ways of logging in are offered.</summary>
    public SshLogins Logins { get; init; } = SshLogins.PasswordAndKeyboardInteractive;

    /// <summary>Hangs up on a wrong password instead of saying no, as some boxes with AAA do.</summary>
    public bool HangsUpOnRefusal { get; init; }

    /// <summary>The public key that logs in (base64 of the SSH wire form), whoever the user is; null: none does.</summary>
    public string? AuthorizedKey { get; init; }

    /// <summary>Forwards TCP connections to where a client wants, as a jump host does.</summary>
    public bool Forwards { get; init; }

    /// <summary>What is shown before anybody has logged in; null: nothing.</summary>
    public string? BannerBeforeLogin { get; init; }

    /// <summary>Takes a command without a shell (an exec request), shows its prompt, and never answers, as an ASA does; else such a request ends the connection.</summary>
    public bool HangsOnExec { get; init; }

    /// <summary>Only what an old box knows: group1-sha1, 3des-cbc, hmac-sha1 and an ssh-rsa host key.</summary>
    public bool Legacy { get; init; }
}

/// <summary>Ways of logging in that a server offers.</summary>
public enum SshLogins
{
    PasswordAndKeyboardInteractive,
    Password,
    KeyboardInteractive,
    PublicKey,

    /// <summary>The key first, and then the password, too.</summary>
    PublicKeyThenPassword,
}

/// <summary>Where it listens (loopback) and the <c>SHA256:…</c> fingerprint of its host key.</summary>
public sealed record SshListener(string Name, int Port, string HostKeyFingerprint);
