using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace SpiBot.Lab.Firewalls;

/// <summary>Standalone, or the primary or secondary unit of a failover pair (which is not its role: <see cref="FirewallTraits.Standby"/>).</summary>
public enum FailoverUnit
{
    None,
    Primary,
    Secondary,
}

/// <summary>
/// A box and what stays the same about it whatever the scenario: name, address, credentials, SSH sessions, faults, and the log of typed lines.
/// Its VPN state is in <see cref="FirewallState"/>. Safe for use by many sessions at once.
/// </summary>
public sealed partial class Firewall(string name, IPAddress address)
{
    public const int MostSshSessions = 5;

    private readonly Lock gate = new();
    private readonly List<SshSession> sessions = [];
    private readonly List<TypedLine> typed = [];
    private readonly List<DateTimeOffset> logins = [];
    private volatile FirewallTraits traits = new();

    public string Name { get; } = name;

    /// <summary>The address its tunnels end on.</summary>
    public IPAddress Address { get; } = address;

    /// <summary>The one that tunnels over IPv6 end on; null: it has none.</summary>
    public IPAddress? AddressV6 { get; init; }

    public string SerialNumber { get; init; } = "JAD00000000";

    /// <summary>Of the unit that answers.</summary>
    public string SerialHere => Traits.MateAnswers ? MateSerial : SerialNumber;

    /// <summary>Of the other one.</summary>
    public string SerialThere => Traits.MateAnswers ? SerialNumber : MateSerial;

    private string MateSerial => SerialNumber[..^1] + (SerialNumber[^1] == '0' ? '1' : '0');

    /// <summary>As it stands there, or as the traits say.</summary>
    public string Version
    {
        get => Traits.Version ?? field;
        init;
    } = "9.16(4)";

    public AsaRelease Release => AsaRelease.Of(Version);

    public string Model { get; init; } = "ASA5525";

    public FailoverUnit Unit { get; init; }

    public string User { get; } = "spibot";

    public string Password { get; } = RandomNumberGenerator.GetHexString(20, lowercase: true);

    public string EnablePassword { get; } = RandomNumberGenerator.GetHexString(20, lowercase: true);

    /// <summary>With <c>names</c> on, an address is printed as its name where it has one.</summary>
    public string Shown(IPAddress address) => Traits.Names.GetValueOrDefault(address.ToString()) ?? address.ToString();

    /// <summary>A message with the names in the place of its addresses.</summary>
    public string Shown(string text) =>
        Traits.Names.Count == 0
            ? text
            : Address4().Replace(text, found => Traits.Names.GetValueOrDefault(found.Value) ?? found.Value);

    /// <summary>As an identity has it: <c>10.1.0.0/255.255.255.0</c>, <c>HQ-LAN/255.255.255.0</c>.</summary>
    public string Shown(Subnet subnet) => Shown(subnet.Address) + subnet.InIdentity[subnet.InIdentity.IndexOf('/')..];

    public FirewallTraits Traits
    {
        get => traits;
        set => traits = value;
    }

    /// <summary>A null is a login that found all sessions taken. The session ends when it is disposed of.</summary>
    public SshSession? OpenSession(string user, DateTimeOffset now)
    {
        lock (gate)
        {
            if (sessions.Count + Traits.SessionsOfOthers >= MostSshSessions)
            {
                return null;
            }

            var id = Enumerable
                .Range(Traits.SessionsOfOthers, MostSshSessions)
                .First(i => sessions.TrueForAll(s => s.Id != i));
            DateTimeOffset? previous = logins.Count == 0 ? null : logins[^1];
            logins.Add(now);
            var session = new SshSession(id, user, previous, logins.Count(l => l > now.AddDays(-1)), Close);
            sessions.Add(session);
            return session;
        }
    }

    public IReadOnlyList<SshSession> Sessions
    {
        get
        {
            lock (gate)
            {
                return [.. sessions.OrderBy(s => s.Id)];
            }
        }
    }

    public IReadOnlyList<TypedLine> TypedLines
    {
        get
        {
            lock (gate)
            {
                return [.. typed];
            }
        }
    }

    public void Log(TypedLine line)
    {
        lock (gate)
        {
            typed.Add(line);
        }
    }

    private void Close(SshSession session)
    {
        lock (gate)
        {
            sessions.Remove(session);
        }
    }

    [GeneratedRegex(@"\b[0-9]{1,3}(\.[0-9]{1,3}){3}\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Address4();
}

/// <summary>One of the five SSH sessions of a box.</summary>
public sealed class SshSession(
    int id,
    string user,
    DateTimeOffset? previousLogin,
    int loginsToday,
    Action<SshSession> close
) : IDisposable
{
    public int Id { get; } = id;

    public string User { get; } = user;

    public DateTimeOffset? PreviousLogin { get; } = previousLogin;

    public int LoginsToday { get; } = loginsToday;

    public void Dispose() => close(this);
}

/// <summary>
/// A line as somebody typed it at a firewall's prompt, whatever became of it; passwords are asked for elsewhere and never here.
/// </summary>
public sealed record TypedLine(string Gateway, DateTimeOffset At, string User, string Line);
