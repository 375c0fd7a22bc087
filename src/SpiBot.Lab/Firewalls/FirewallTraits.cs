namespace SpiBot.Lab.Firewalls;

/// <summary>How a box shows its role in the prompt.</summary>
public enum PromptStyle
{
    /// <summary><c>hq-fw1#</c></summary>
    Hostname,

    /// <summary><c>hq-fw1/pri/act#</c></summary>
    PriorityState,

    /// <summary><c>hq-fw1/act/pri#</c></summary>
    StatePriority,
}

/// <summary>
/// What is odd or broken about a box: replaced as a whole on <see cref="Firewall.Traits"/> at any time, takes effect with the next command
/// (bytes: at once). The default is a box without faults.
/// </summary>
public sealed record FirewallTraits
{
    /// <summary>Most bytes written at once; null writes an answer in one piece.</summary>
    public int? FragmentSize { get; init; }

    /// <summary>Pause between two pieces.</summary>
    public TimeSpan FragmentPause { get; init; }

    /// <summary>How long the box thinks before it answers a line.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>
    /// Commands, written out in full, that authorization denies with all that begin like them: <c>clear crypto</c>,
    /// <c>show asp drop</c>. The answer is <c>Command authorization failed</c>.
    /// </summary>
    public IReadOnlyList<string> DeniedCommands { get; init; } = [];

    /// <summary>A command, in full: half of its answer is written, then the connection is closed. Null: none.</summary>
    public string? CutsOutputOf { get; init; }

    /// <summary>The standby unit of a failover pair: shows replicated SAs, forwards nothing, its counters stand still.</summary>
    public bool Standby { get; init; }

    /// <summary>The pair has switched: the other unit answers at this address, with its own serial number and its own captures.</summary>
    public bool MateAnswers { get; init; }

    public bool RefusesLogin { get; init; }

    public bool RefusesEnable { get; init; }

    /// <summary>The user lands at <c>#</c> at once; <c>enable</c> is then an error.</summary>
    public bool StartsEnabled { get; init; }

    public PromptStyle PromptStyle { get; init; }

    /// <summary>No blank after <c>&gt;</c> and <c>#</c>.</summary>
    public bool NoBlankAfterPrompt { get; init; }

    /// <summary>Throws away what was typed ahead whenever it comes to its prompt.</summary>
    public bool FlushesInputAtPrompt { get; init; }

    /// <summary>Names of security contexts that <c>changeto context</c> goes into; the prompt then names the one.</summary>
    public IReadOnlyList<string> Contexts { get; init; } = [];

    /// <summary>A command, in full: the messages of a configuration replication come in the middle of its answer. Null: none.</summary>
    public string? ReplicatesDuring { get; init; }

    /// <summary>A command, in full: the box asks about anonymous error reporting in the middle of its answer, and waits. Null: none.</summary>
    public string? AsksDuring { get; init; }

    /// <summary>Ends a session in which nothing was typed for so long.</summary>
    public TimeSpan? IdleLogoff { get; init; }

    /// <summary>SSH sessions that others hold; the box gives out five in all.</summary>
    public int SessionsOfOthers { get; init; }

    /// <summary>Up to which severity its log buffer takes messages: 4 is warnings, 6 informational, 7 debugging.</summary>
    public int LogLevel { get; init; } = 6;

    /// <summary>How busy it is, as <c>show cpu usage</c> says.</summary>
    public int CpuPercent { get; init; } = 7;

    /// <summary>An FTD whose shell at <c>&gt;</c> knows no clears: they are carried out only in the diagnostic CLI.</summary>
    public bool ClearsOnlyInDiagnosticCli { get; init; }

    /// <summary>A command, in full: an FTD's diagnostic CLI says nothing to it, and hangs until it is left. Null: none.</summary>
    public string? HangsDuring { get; init; }

    /// <summary>It goes on sending with the oldest SA it has, even after a new one was negotiated.</summary>
    public bool KeepsOldOutboundSa { get; init; }

    /// <summary>CSCwc48375: <c>clear crypto ipsec sa inactive</c> is accepted and removes nothing.</summary>
    public bool KeepsInactiveSas { get; init; }
}
