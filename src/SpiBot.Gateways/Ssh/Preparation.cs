using SpiBot.Gateways.Credentials;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms;

namespace SpiBot.Gateways.Ssh;

/// <summary>What is typed between login and the first question: the prompt learned, privilege taken, the pager off. Nothing that outlives the session.</summary>
internal static class Preparation
{
    /// <param name="answered">Gets what the box has answered on the way.</param>
    public static async Task<GatewayFailure?> Prepare(
        Shell shell,
        SessionDialect dialect,
        GatewayEntry gateway,
        GatewaySecret secret,
        AnsweredAtLogin answered,
        CancellationToken ct
    )
    {
        var learned = await shell.Learn(ct);
        if (learned != ShellStop.Done)
        {
            return learned == ShellStop.Closed ? ConnectFailure.ClosedAtLogin(gateway) : Stopped(learned, gateway);
        }

        // Some users are privileged from the start; there `enable` would be an error.
        if (dialect.Enable is { } enable && !shell.IsPrivileged)
        {
            var refused =
                gateway.Login && dialect.Login is { } login
                    ? await Privilege(shell, login, gateway.User, secret.Enable ?? secret.Password, gateway, ct)
                    : await Privilege(shell, enable, user: null, secret.Enable, gateway, ct);
            if (refused is not null)
            {
                return refused;
            }
        }

        if (gateway.Context is { } context)
        {
            return await CountSessions(shell, dialect, gateway, answered, ct)
                ?? await EnterContext(shell, dialect, gateway, context, ct)
                ?? await FirstLines(shell, dialect, gateway, sessions: null, answered, ct);
        }

        return await FirstLines(shell, dialect, gateway, dialect.Sessions, answered, ct);
    }

    /// <summary>Before another context is entered: a context counts the sessions that logged in to it, and ours is of this one.</summary>
    private static async Task<GatewayFailure?> CountSessions(
        Shell shell,
        SessionDialect dialect,
        GatewayEntry gateway,
        AnsweredAtLogin answered,
        CancellationToken ct
    )
    {
        if (dialect.Sessions is not { } sessions)
        {
            return null;
        }

        var line = sessions.Query.Text;
        var reply = await shell.Type(line, static () => true, ct);
        if (reply.Stop != ShellStop.Done)
        {
            return Stopped(reply.Stop, gateway);
        }

        if (!reply.Disturbed)
        {
            answered.Keep(line, reply);
        }

        return Full(reply, sessions, gateway);
    }

    /// <summary>
    /// Turns the pager off, counts the sessions and asks how busy the box is, all in one go: that is how it shows whether the box takes lines typed ahead.
    /// </summary>
    /// <param name="sessions">How they are counted; null: they are not, or were before.</param>
    private static async Task<GatewayFailure?> FirstLines(
        Shell shell,
        SessionDialect dialect,
        GatewayEntry gateway,
        SessionCount? sessions,
        AnsweredAtLogin answered,
        CancellationToken ct
    )
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
            return Stopped(stopped.Stop, gateway);
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

        return sessions is null ? null : Full(replies[lines.IndexOf(sessions.Query.Text)], sessions, gateway);
    }

    private static GatewayFailure? Full(ShellReply counted, SessionCount sessions, GatewayEntry gateway) =>
        sessions.Query.Read(counted.Text.ToString()) is { Succeeded: true, Value: var read }
        && sessions.TooMany(read) is { } others
            ? ConnectFailure.LastSession(gateway, others)
            : null;

    private static async Task<GatewayFailure?> EnterContext(
        Shell shell,
        SessionDialect dialect,
        GatewayEntry gateway,
        string context,
        CancellationToken ct
    )
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
        return reply.Stop != ShellStop.Done ? Stopped(reply.Stop, gateway)
            : TerminalAnswer.RefusalIn(reply.Text.Span, dialect) is { } refusal
                ? ConnectFailure.Context(gateway, line, refusal)
            : null;
    }

    /// <param name="line"><c>enable</c> or <c>login</c>.</param>
    /// <param name="user">Typed where the line asks for one.</param>
    private static async Task<GatewayFailure?> Privilege(
        Shell shell,
        string line,
        string? user,
        string? password,
        GatewayEntry gateway,
        CancellationToken ct
    )
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
            _ => Stopped(stop, gateway),
        };
    }

    private static GatewayFailure Stopped(ShellStop stop, GatewayEntry gateway) =>
        stop == ShellStop.Silent ? ConnectFailure.NoPrompt(gateway) : ConnectFailure.Lost(gateway, Words(stop));

    private static string Words(ShellStop stop) =>
        stop == ShellStop.TooLong
            ? "More text came at login than a session takes."
            : "The connection was lost right after login.";
}
