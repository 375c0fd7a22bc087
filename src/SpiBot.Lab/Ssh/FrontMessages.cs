using System.Text.Json;

namespace SpiBot.Lab.Ssh;

/// <summary>What the front is told first: where shells are served, the token that opens that port, and what to listen for.</summary>
internal sealed record FrontSettings(string Token, int ShellPort, IReadOnlyList<FrontEndpoint> Endpoints);

internal sealed record FrontEndpoint(
    string Name,
    string Ident,
    IReadOnlyList<string> Logins,
    bool HangsUpOnRefusal,
    bool Legacy,
    string? AuthorizedKey,
    bool KeyThenPassword,
    bool Forwards,
    bool HangsOnExec,
    string? BannerBeforeLogin
)
{
    public static FrontEndpoint From(SshEndpoint endpoint) =>
        new(
            endpoint.Name,
            endpoint.Ident,
            endpoint.Logins switch
            {
                SshLogins.Password => ["password"],
                SshLogins.KeyboardInteractive => ["keyboard-interactive"],
                SshLogins.PublicKey or SshLogins.PublicKeyThenPassword => ["publickey"],
                _ => ["password", "keyboard-interactive"],
            },
            endpoint.HangsUpOnRefusal,
            endpoint.Legacy,
            endpoint.AuthorizedKey,
            endpoint.Logins == SshLogins.PublicKeyThenPassword,
            endpoint.Forwards,
            endpoint.HangsOnExec,
            endpoint.BannerBeforeLogin
        );
}

/// <summary>A line from the front: that it listens, that somebody wants to log in, or that somebody asked for a command without a shell (<c>Exec</c>: where).</summary>
internal sealed record FrontNews(
    IReadOnlyList<FrontListening>? Listening,
    int Login,
    string? Endpoint,
    string? User,
    string? Password,
    string? Exec
);

internal sealed record FrontListening(string Name, int Port, string Fingerprint);

internal sealed record FrontVerdict(int Login, bool Accepted);

/// <summary>The first line of a shell's socket.</summary>
internal sealed record ShellGreeting(string Token, string Endpoint, string User);

internal static class FrontJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);
}
