using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles.Commands;

/// <summary>
/// <c>show ssh sessions</c>: two rows for each session, one per direction. The columns are from memory. A context lists those that logged in to it, and here all log in to the
/// admin context.
/// </summary>
public static class ShowSshSessions
{
    public static IEnumerable<string> Print(CommandContext context)
    {
        yield return "";
        yield return "SID Client IP       Version Mode Encryption Hmac     State            Username";
        if (context.Terminal.Context() is not null)
        {
            yield break;
        }

        var others = Enumerable
            .Range(0, context.Box.Traits.SessionsOfOthers)
            .Select(i => (Id: i, Client: "192.0.2.25", User: "netops"));
        var ours = context.Box.Sessions.Select(s => (s.Id, Client: "127.0.0.1", s.User));
        foreach (var (id, client, user) in others.Concat(ours))
        {
            yield return $"{id, -3} {client, -15} 2.0     IN   aes256-ctr sha2-256 SessionStarted   {user}";
            yield return $"{"", -27} OUT  aes256-ctr sha2-256 SessionStarted   {user}";
        }
    }
}
