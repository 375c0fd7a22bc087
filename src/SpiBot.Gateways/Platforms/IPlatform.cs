using System.Net;
using System.Text.RegularExpressions;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Debugs;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Ssh;
using SpiBot.Gateways.Traces;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms;

/// <summary>One kind of gateway: how its sessions behave, what is typed to read it, and the lines of a change.</summary>
public interface IPlatform
{
    /// <summary>As in the inventory: <c>cisco_asa</c>.</summary>
    string Id { get; }

    SessionDialect Dialect { get; }

    Task<GatewayReading> ReadBox(IGatewaySession session, string gateway, DateTimeOffset now, CancellationToken ct);

    Task<TunnelReading> ReadTunnel(
        IGatewaySession session,
        string gateway,
        IPAddress peer,
        DateTimeOffset now,
        CancellationToken ct
    );

    /// <summary>
    /// What a watch wants to know of the tunnels with these peers, in as few lines as will do: who answers, what it drops, its SAs with each. On a box that is busy nothing
    /// but how busy it is.
    /// </summary>
    /// <returns>A reading for each peer, in order; they share what was read of the box.</returns>
    Task<IReadOnlyList<TunnelReading>> Glance(
        IGatewaySession session,
        string gateway,
        IReadOnlyList<IPAddress> peers,
        DateTimeOffset now,
        CancellationToken ct
    );

    /// <summary>
    /// What the data path works with for the tunnel in <paramref name="seen"/>, a reading of the same session's box. A long listing: to be asked only where the
    /// SAs of both ends agree and packets are lost all the same.
    /// </summary>
    Task<Answer<DataPath>> ReadDataPath(
        IGatewaySession session,
        TunnelReading seen,
        DateTimeOffset now,
        CancellationToken ct
    ) => Task.FromResult(Answer.NoSuchThing<DataPath>("this kind of gateway lists no contexts of its data path"));

    /// <summary>This platform with the settings that one gateway has for it; the same where there are none.</summary>
    IPlatform For(GatewayEntry gateway) => this;

    /// <summary>The change that does here what is wanted, made of what was read of the tunnel (null: only the box was read); or why there is none, in a sentence.</summary>
    (Change? Change, string? Refusal) WayTo(Change wanted, TunnelReading? seen) => (wanted, null);

    /// <summary>The exact lines to type for a change.</summary>
    IReadOnlyList<string> LinesFor(Change change);

    /// <summary>What its users executed, out of its own log of commands, with what else tells how far that log goes back; null: it keeps none that SpiBot could read.</summary>
    Query<LoggedEvents>? Executed => null;

    /// <summary>Where else the change can be typed, on a gateway that does not know the first of <see cref="LinesFor"/>; null: nowhere.</summary>
    LinesInside? IfRefused(Change change) => null;

    /// <summary>How what SpiBot leaves on such a gateway for a while is taken away; null: SpiBot leaves nothing on it.</summary>
    ILeftovers? Leftovers => null;

    /// <summary>What is looked at before debug on such a gateway; null: SpiBot does not debug on it.</summary>
    IDebugs? Debugs => null;

    /// <summary>What tells most there where SpiBot does not debug: a sentence for people.</summary>
    string InsteadOfDebug => "Its own log tells most.";

    /// <summary>What tells most there where SpiBot sets no capture: a sentence for people.</summary>
    string InsteadOfTrace => "Its own counters and log tell most.";

    /// <summary>How such a gateway shows the very packets that it drops for an invalid SPI; null: it cannot.</summary>
    IDropTraces? Traces => null;
}

/// <summary>How a shell of this kind behaves, as data: what a session needs to know to talk to it.</summary>
/// <param name="PromptFallback">A regular expression for a prompt, where the prompt could not be learned at login.</param>
/// <param name="PagerOff">The line that turns paging off for this session only.</param>
/// <param name="PagerMark">What the pager prints when it waits; answered with a blank.</param>
/// <param name="Enable">The line that asks for privilege; null where there is none.</param>
/// <param name="Exit">The line that closes the session properly.</param>
/// <param name="Refusals">Phrases at the start of a line that mean the command was refused.</param>
public sealed record SessionDialect(
    string PromptFallback,
    string? PagerOff,
    string? PagerMark,
    string? Enable,
    string Exit,
    IReadOnlyList<string> Refusals
)
{
    /// <summary><see cref="PromptFallback"/>, made once for all sessions.</summary>
    internal Regex PromptShape { get; } = new(PromptFallback, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>A line that only reads, answers at once and is known everywhere. Null: lines are never typed ahead.</summary>
    public string? Harmless { get; init; }

    /// <summary>The line that asks for a user and a password and gives that user's privilege; null where there is none.</summary>
    public string? Login { get; init; }

    /// <summary>How the box's own sessions are counted; null where they are not few.</summary>
    public SessionCount? Sessions { get; init; }

    /// <summary>The line that asks how busy the box is, which is wanted before anything that costs it something; null where nothing asks.</summary>
    public string? HowBusy { get; init; }

    /// <summary>What to do where a box closes the connection before the login is done: a sentence for people.</summary>
    public string WhenFull { get; init; } = "Look at its log: it says why it does not take another session.";

    /// <summary>Where its own host key can be seen, to be compared with one that is not pinned: for the middle of a sentence.</summary>
    public string HostKeyShownBy { get; init; } = "the fingerprint on its console";

    /// <summary>How it is made to offer newer algorithms: sentences for people.</summary>
    public string NewerAlgorithmsBy { get; init; } = "A newer release of its software does so.";

    /// <summary>How lines begin that the box prints unasked, in the middle of an answer.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>What the box may ask unasked, in the middle of an answer, and what is answered.</summary>
    public IReadOnlyList<UnaskedQuestion> UnaskedQuestions { get; init; } = [];

    /// <summary>The command line inside this one in which an approved change can be typed, too; null where there is none.</summary>
    public InnerCommandLine? Inner { get; init; }

    /// <summary>The line that goes into a context of the box; null where there are none.</summary>
    public Func<string, string>? EnterContext { get; init; }
}

/// <summary>The query that counts a box's sessions, ours included, and with how many of others there is none for us.</summary>
public sealed record SessionCount(Query<SshSessions> Query, int TooManyOthers)
{
    /// <summary>How many are not ours, where that is so many that there is none for us; null: there is one.</summary>
    public int? TooMany(SshSessions sessions) => sessions.Count - 1 >= TooManyOthers ? sessions.Count - 1 : null;
}

/// <summary>How a question ends that waits for an answer, and the key to press.</summary>
public sealed record UnaskedQuestion(string Ending, string Answer);
