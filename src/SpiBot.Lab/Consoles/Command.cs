using System.Globalization;
using System.Net;
using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles;

/// <summary>What a command is run with. The world is held by this command alone while it runs.</summary>
public sealed record CommandContext(
    World World,
    FirewallState State,
    IReadOnlyList<string> Arguments,
    string User,
    ConsoleTerminal Terminal
)
{
    public Firewall Box => State.Box;

    public DateTimeOffset Now => World.Now;

    /// <summary>An argument as a number; the syntax has checked that it is one.</summary>
    public int Number(int argument) => int.Parse(Arguments[argument], CultureInfo.InvariantCulture);

    /// <summary>The first argument as an address; the syntax has checked that it is one.</summary>
    public IPAddress Address => IPAddress.Parse(Arguments[0]);
}

/// <summary>What a command may change or ask about its own terminal.</summary>
public sealed record ConsoleTerminal(Func<int> PagerLines, Action<int> SetPagerLines, Func<bool> IsPrivileged)
{
    public DebugSwitches Debugs { get; } = new();

    /// <summary>The security context that the terminal went into after it logged in; null: none.</summary>
    public Func<string?> Context { get; init; } = static () => null;
}

/// <summary>
/// A command as words. A word in angle brackets is an argument (<c>&lt;address&gt;</c>, <c>&lt;number&gt;</c>, <c>&lt;word&gt;</c>, and <c>&lt;rest&gt;</c>, which is all that follows).
/// <paramref name="Run"/> gives the lines of the answer, none when there is nothing to say.
/// </summary>
public sealed record Command(string Syntax, Func<CommandContext, IEnumerable<string>> Run)
{
    /// <summary>May be typed at <c>&gt;</c> as well.</summary>
    public bool Unprivileged { get; init; }

    /// <summary>Ends the session after its answer.</summary>
    public bool EndsSession { get; init; }
}
