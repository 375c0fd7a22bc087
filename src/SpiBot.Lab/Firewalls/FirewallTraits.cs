namespace SpiBot.Lab.Firewalls;

/// <summary>What <c>prompt</c> may be told to show, in any order: <c>hq-fw1.example.com/pri/act#</c>.</summary>
public enum PromptPart
{
    Hostname,

    /// <summary>Behind the hostname after a dot, elsewhere after a slash.</summary>
    Domain,

    /// <summary>The security context that the session is in; nothing where there is none.</summary>
    Context,

    /// <summary><c>pri</c> or <c>sec</c>.</summary>
    Priority,

    /// <summary><c>act</c> or <c>stby</c>.</summary>
    State,
}

/// <summary>How a box ends its lines.</summary>
public enum LineEnd
{
    CrLf,
    CrCrLf,
    LfCr,
    CrLfCr,
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

    public IReadOnlyList<PromptPart> Prompt { get; init; } = [PromptPart.Hostname, PromptPart.Context];

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

    /// <summary>SSH sessions that others hold, in the context where one logs in; the box gives out five there in all.</summary>
    public int SessionsOfOthers { get; init; }

    /// <summary>The version of its software instead of its own: <c>8.4(7)</c> prints less, <c>9.22(1)</c> more.</summary>
    public string? Version { get; init; }

    public LineEnd LineEnd { get; init; }

    /// <summary>What is shown at login before all else: an owner's warning, with whatever characters he liked.</summary>
    public IReadOnlyList<string> Banner { get; init; } = [];

    /// <summary>A denied command is answered with <c>ERROR:</c> before the words.</summary>
    public bool DenialSaysError { get; init; }

    /// <summary><c>names</c> is on: addresses that have a name are printed as that.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    /// <summary>Hexadecimal SPIs of a list are printed without their leading zeros.</summary>
    public bool DropsLeadingZeros { get; init; }

    /// <summary>Rows of the drop table have no keyword in brackets, as before 8.0(4).</summary>
    public bool DropsWithoutKeywords { get; init; }

    /// <summary>A command, in full: a line that looks like its own prompt stands in the middle of its answer. Null: none.</summary>
    public string? PrintsPromptDuring { get; init; }

    /// <summary>A command, in full: it reboots in the middle of its answer, once, and comes back without SAs, counters and log. Null: none.</summary>
    public string? RebootsDuring { get; init; }

    /// <summary>A command, in full: its mate takes over in the middle of its answer, once; sessions do not survive that. Null: none.</summary>
    public string? SwitchesOverDuring { get; init; }

    /// <summary>A session that ends in the middle of an answer is not closed: nothing more comes. Out of an FTD's diagnostic CLI the keys that leave it still lead.</summary>
    public bool GoesSilent { get; init; }

    /// <summary>The pair has no link for state: whoever takes over has no SAs.</summary>
    public bool StatelessFailover { get; init; }

    /// <summary>Up to which severity its log buffer takes messages: 4 is warnings, 6 informational, 7 debugging.</summary>
    public int LogLevel { get; init; } = 6;

    /// <summary>How busy it is, as <c>show cpu usage</c> says.</summary>
    public int CpuPercent { get; init; } = 7;

    /// <summary>An FTD whose shell at <c>&gt;</c> knows no clears and sets no captures: they are carried out only in the diagnostic CLI.</summary>
    public bool ChangesOnlyInDiagnosticCli { get; init; }

    /// <summary>It goes on sending with the oldest SA it has, even after a new one was negotiated.</summary>
    public bool KeepsOldOutboundSa { get; init; }

    /// <summary>CSCwc48375: <c>clear crypto ipsec sa inactive</c> is accepted and removes nothing.</summary>
    public bool KeepsInactiveSas { get; init; }
}
