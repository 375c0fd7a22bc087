using System.Text;
using SpiBot.Lab.Ssh;

namespace SpiBot.Tests.Gateways.Ssh;

/// <summary>
/// A few lines of a box's behaviour for one test: its prompt, what it answers to a line, and how its bytes leave. Not the Lab's firewall,
/// on purpose: it does exactly what a test says.
/// </summary>
public sealed class ScriptedFirewall : IFirewallShell
{
    public const string Password = "correct-horse-7Gq";
    public const string EnablePassword = "battery-staple-9Xw";

    private readonly List<string> typed = [];

    public string Banner { get; init; } = "Type help or '?' for a list of available commands.\r\n\r";

    /// <summary>Without the sign.</summary>
    public string Prompt { get; init; } = "ciscoasa";

    public string AfterSign { get; init; } = " ";

    /// <summary>In place of &gt; and #, whoever is logged in.</summary>
    public string? Sign { get; init; }

    public string LineEnd { get; init; } = "\r\n";

    public bool PrivilegedFromTheStart { get; init; }

    public bool OneByteAtATime { get; init; }

    /// <summary>What it answers to a line, line ends as \n; "" by default. An answer of null cuts the connection.</summary>
    public Func<string, string?> Answers { get; init; } = _ => "";

    /// <summary>Prints these pieces for a line, waiting for a key after each but the last, instead of <see cref="Answers"/>.</summary>
    public Func<string, IReadOnlyList<string>?> Pages { get; init; } = _ => null;

    /// <summary>Lines typed in all sessions; never the enable secret.</summary>
    public IReadOnlyList<string> Typed
    {
        get
        {
            lock (typed)
            {
                return [.. typed];
            }
        }
    }

    public int EnableAttempts { get; private set; }

    public bool Accepts(string user, string password) => user == "spibot" && password == Password;

    public async Task Serve(Stream terminal, string user, CancellationToken ct)
    {
        var privileged = PrivilegedFromTheStart;
        await Print(terminal, Banner + PromptOf(privileged), ct);
        while (await ReadLine(terminal, echo: true, ct) is { } line)
        {
            lock (typed)
            {
                typed.Add(line);
            }

            if (line == "exit")
            {
                await Print(terminal, "\r\nLogoff\r\n", ct);
                return;
            }

            if (line == "enable")
            {
                privileged = await Enable(terminal, ct);
            }
            else if (line == "login")
            {
                privileged = await LogIn(terminal, ct);
            }
            else if (Pages(line) is { } pages)
            {
                await Page(terminal, pages, ct);
            }
            else if (Answers(line) is { } answer)
            {
                await Print(terminal, answer.Replace("\n", LineEnd, StringComparison.Ordinal), ct);
            }
            else
            {
                return;
            }

            await Print(terminal, PromptOf(privileged), ct);
        }
    }

    private async Task<bool> Enable(Stream terminal, CancellationToken ct)
    {
        for (var i = 0; i < 3; i++)
        {
            await Print(terminal, "Password: ", ct);
            if (await ReadLine(terminal, echo: false, ct) is not { } offered)
            {
                return false;
            }

            EnableAttempts++;
            await Print(terminal, new string('*', offered.Length) + LineEnd, ct);
            if (offered == EnablePassword)
            {
                return true;
            }

            await Print(terminal, "Invalid password" + LineEnd, ct);
        }

        await Print(terminal, "Access denied." + LineEnd, ct);
        return false;
    }

    /// <summary>As a user of the box's own, with the enable password for theirs.</summary>
    private async Task<bool> LogIn(Stream terminal, CancellationToken ct)
    {
        await Print(terminal, "Username: ", ct);
        var user = await ReadLine(terminal, echo: true, ct);
        await Print(terminal, "Password: ", ct);
        var offered = await ReadLine(terminal, echo: false, ct);
        await Print(terminal, new string('*', offered?.Length ?? 0) + LineEnd, ct);
        EnableAttempts++;
        return user == "spibot" && offered == EnablePassword;
    }

    private async Task Page(Stream terminal, IReadOnlyList<string> pages, CancellationToken ct)
    {
        var key = new byte[1];
        for (var i = 0; i < pages.Count; i++)
        {
            await Print(terminal, pages[i].Replace("\n", LineEnd, StringComparison.Ordinal), ct);
            if (i < pages.Count - 1)
            {
                await Print(terminal, "<--- More --->", ct);
                if (await terminal.ReadAsync(key, ct) == 0 || key[0] != ' ')
                {
                    return;
                }

                await Print(terminal, "\r              \r", ct);
            }
        }
    }

    private string PromptOf(bool privileged) => Prompt + (Sign ?? (privileged ? "#" : ">")) + AfterSign;

    private async Task<string?> ReadLine(Stream terminal, bool echo, CancellationToken ct)
    {
        var line = new StringBuilder();
        var key = new byte[1];
        while (await terminal.ReadAsync(key, ct) == 1)
        {
            if (key[0] is (byte)'\n' or (byte)'\r')
            {
                if (echo)
                {
                    await Print(terminal, LineEnd, ct);
                }

                return line.ToString();
            }

            line.Append((char)key[0]);
            if (echo)
            {
                await terminal.WriteAsync(key, ct);
            }
        }

        return null;
    }

    private async Task Print(Stream terminal, string text, CancellationToken ct)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (!OneByteAtATime)
        {
            await terminal.WriteAsync(bytes, ct);
            return;
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            await terminal.WriteAsync(bytes.AsMemory(i, 1), ct);
        }
    }
}
