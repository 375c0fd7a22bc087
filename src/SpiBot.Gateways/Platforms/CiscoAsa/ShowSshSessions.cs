using System.Net;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// <c>show ssh sessions</c>: under <c>SID Client IP Version Mode …</c> one row per session that begins with its number and the
/// client's address; the second direction of a session stands on a row of its own without them.
/// </summary>
public static class ShowSshSessions
{
    public const string Command = "show ssh sessions";

    public static Query<SshSessions> Query { get; } = new(Command, Read);

    public static Parsed<SshSessions> Read(AnswerText text) =>
        AsaAnswer.Read(
            text,
            Command,
            t =>
            {
                if (!t.Lines.Any(line => line.Begins("SID Client IP")))
                {
                    return t.FailAtStart<SshSessions>(Command, "the header SID Client IP Version Mode …");
                }

                return Parsed.Of(new SshSessions(t.Lines.Count(IsSession)));
            }
        );

    private static bool IsSession(AnswerLine line)
    {
        var words = line.Text.Split(' ', 3);
        return words.Length > 1 && AsaAnswer.Number(words[0]) is not null && IPAddress.TryParse(words[1], out _);
    }
}
