using SpiBot.Gateways.Credentials;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms;

namespace SpiBot.Gateways.Ssh;

/// <summary>What is typed between login and the first question: the prompt learned, privilege taken, the pager off. Nothing that outlives the session.</summary>
/// <param name="shell">Logged in; nothing was typed yet.</param>
/// <param name="answered">Gets what the box has answered on the way.</param>
internal sealed class Preparation(
    Shell shell,
    SessionDialect dialect,
    GatewayEntry gateway,
    GatewaySecret secret,
    AnsweredAtLogin answered
)
{
    /// <returns>Why the session cannot be used; null when it can.</returns>
    public async Task<GatewayFailure?> Prepare(CancellationToken ct)
    {
        var learned = await shell.Learn(ct);
        if (learned != ShellStop.Done)
        {
            return learned == ShellStop.Closed ? ConnectFailure.ClosedAtLogin(gateway) : Stopped(learned);
        }

        // Some users are privileged from the start; there `enable` would be an error.
        if (dialect.Enable is { } enable && !shell.IsPrivileged)
        {
            var refused =
                gateway.Login && dialect.Login is { } login
                    ? await Privilege(login, gateway.User, secret.Enable ?? secret.Password, ct)
                    : await Privilege(enable, user: null, secret.Enable, ct);
            if (refused is not null)
            {
                return refused;
            }
        }

        if (gateway.Context is { } context)
        {
            return await CountSessions(ct) ?? await EnterContext(context, ct) ?? await FirstLines(sessions: null, ct);
        }

        return await FirstLines(dialect.Sessions, ct);
    }

    /// <summary>Before another context is entered: a context counts the sessions that logged in to it, and ours is of this one.</summary>
    private async Task<GatewayFailure?> CountSessions(CancellationToken ct)
    {
        if (dialect.Sessions is not { } sessions)
        {
            return null;
        }

        var line = sessions.Query.Text;
        var reply = await shell.Type(line, static () => true, ct);
        if (reply.Stop != ShellStop.Done)
        {
            return Stopped(reply.Stop);
        }

        if (!reply.Disturbed)
        {
            answered.Keep(line, reply);
        }

        return Full(reply, sessions);
    }

    /// <summary>
    /// Turns the pager off, counts the sessions and asks how busy the box is, all in one go: that is how it shows whether the box takes lines typed ahead.
    /// </summary>
    /// <param name="sessions">How they are counted; null: they are not, or were before.</param>
    private async Task<GatewayFailure?> FirstLines(SessionCount? sessions, CancellationToken ct)
    {
        string?[] wanted = [dialect.PagerOff, sessions?.Query.Text, dialect.HowBusy];
        var lines = wanted.OfType<string>().ToList();
        if (lines.Count == 1 && dialect.Harmless is { } harmless)
        {
            lines.Add(harmless);
        }

        var replies = await shell.Prove(lines, ct);
        if (replies.FirstOrDefault(reply => reply.Stop != ShellStop.Done) is { } stopped)
        {
            return Stopped(stopped.Stop);
        }

        foreach (var (line, reply) in lines.Zip(replies).Where(asked => !asked.Second.Disturbed))
        {
            answered.Keep(line, reply);
        }

        // When the pager cannot be turned off (an authorisation server may refuse it), pages are turned as they come, and a page takes any key.
        if (dialect.PagerOff is not null && TerminalAnswer.RefusalIn(replies[0].Text.Span, dialect) is not null)
        {
            shell.TypeOneByOne();
        }

        return sessions is null ? null : Full(replies[lines.IndexOf(sessions.Query.Text)], sessions);
    }

    private GatewayFailure? Full(ShellReply counted, SessionCount sessions) =>
        sessions.Query.Read(counted.Text.ToString()) is { Succeeded: true, Value: var read }
        && sessions.TooMany(read) is { } others
            ? ConnectFailure.LastSession(gateway, others)
            : null;

    private async Task<GatewayFailure?> EnterContext(string context, CancellationToken ct)
    {
        if (dialect.EnterContext is not { } enter)
        {
            return ConnectFailure.Context(
                gateway,
                "",
                $"A gateway of the platform {gateway.Platform} has no contexts."
            );
        }

        var line = enter(context);
        var reply = await shell.TypeForAnotherPrompt(line, ct);
        return reply.Stop != ShellStop.Done ? Stopped(reply.Stop)
            : TerminalAnswer.RefusalIn(reply.Text.Span, dialect) is { } refusal
                ? ConnectFailure.Context(gateway, line, refusal)
            : null;
    }

    /// <param name="line"><c>enable</c> or <c>login</c>.</param>
    /// <param name="user">Typed where the line asks for one.</param>
    private async Task<GatewayFailure?> Privilege(string line, string? user, string? password, CancellationToken ct)
    {
        if (password is null)
        {
            return ConnectFailure.NoEnable(
                gateway,
                $"{gateway.User} is not privileged after login, and the secret {gateway.Secret} has no enable password."
            );
        }

        if (password.Any(char.IsControl))
        {
            return ConnectFailure.NoEnable(
                gateway,
                $"The enable password in the secret {gateway.Secret} holds control characters. It was not typed."
            );
        }

        var stop = await shell.Enable(line, user, password, ct);
        return stop switch
        {
            ShellStop.Done when shell.IsPrivileged => null,
            ShellStop.Done => ConnectFailure.Enable(
                gateway,
                user is null ? "The enable password was refused." : $"`{line}` as {user} was refused."
            ),
            _ => Stopped(stop),
        };
    }

    private GatewayFailure Stopped(ShellStop stop) =>
        stop == ShellStop.Silent ? ConnectFailure.NoPrompt(gateway) : ConnectFailure.Lost(gateway, Words(stop));

    private static string Words(ShellStop stop) =>
        stop == ShellStop.TooLong
            ? "More text came at login than a session takes."
            : "The connection was lost right after login.";
}
