using System.Text.RegularExpressions;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>A session while its lines are read. What a field means depends on the section it stands in.</summary>
internal sealed partial class VpnSessionDraft
{
    private readonly Dictionary<string, string> general = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> ike = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> ignored = new(StringComparer.Ordinal);
    private readonly List<Dictionary<string, string>> pairs = [];
    private Dictionary<string, string> current;

    public VpnSessionDraft() => current = general;

    public void BeginPair()
    {
        current = new(StringComparer.Ordinal);
        pairs.Add(current);
    }

    /// <param name="name">IKE, IKEv1, IKEv2; anything else (NAC) is not looked at.</param>
    public void BeginSection(string name) =>
        current = name.StartsWith("IKE", StringComparison.OrdinalIgnoreCase) ? ike : ignored;

    public void Take(string field, string value) => current.TryAdd(field, value);

    public VpnSession Finish() =>
        new(
            Text(general, "Connection"),
            Text(general, "IP Addr"),
            Text(general, "Protocol"),
            Text(general, "Duration") is { } duration ? Span(duration) : null,
            Number(general, "Bytes Tx"),
            Number(general, "Bytes Rx"),
            Timer(ike),
            [.. pairs.Select(Pair)]
        );

    private static VpnSessionPair Pair(Dictionary<string, string> fields)
    {
        var (local, remote) = (Ident(fields, "Local Addr"), Ident(fields, "Remote Addr"));
        return new(
            Network(local),
            Network(remote),
            Timer(fields),
            Number(fields, "Rekey Int (D)"),
            Number(fields, "Rekey Left(D)"),
            Number(fields, "Idle Time Out"),
            Number(fields, "Idle TO Left")
        )
        {
            NamedLocal = AsaSelector.NameIn(local) is null ? null : local,
            NamedRemote = AsaSelector.NameIn(remote) is null ? null : remote,
        };
    }

    private static RekeyTimer? Timer(Dictionary<string, string> fields) =>
        (Number(fields, "Rekey Int (T)"), Number(fields, "Rekey Left(T)")) is var (every, left)
        && (every ?? left) is not null
            ? new RekeyTimer(every, left)
            : null;

    private static string? Text(Dictionary<string, string> fields, string name) =>
        fields.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

    /// <summary>The number at the beginning: <c>19174 Seconds</c>.</summary>
    private static long? Number(Dictionary<string, string> fields, string name) =>
        Text(fields, name) is { } text ? AsaAnswer.Number(text.Split(' ')[0]) : null;

    /// <summary>As the SAs print it. 7.x prints neither protocol nor port.</summary>
    private static string? Ident(Dictionary<string, string> fields, string name) =>
        Text(fields, name) is not { } text ? null
        : text.Count(c => c == '/') == 1 ? $"({text}/0/0)"
        : $"({text})";

    private static Selector? Network(string? ident) => AsaSelector.TryIdent(ident, out var selector) ? selector : null;

    /// <summary><c>10d 7h:26m:52s</c>, <c>14h:24m:35s</c>, <c>6:16:26</c>.</summary>
    private static TimeSpan? Span(string duration)
    {
        if (Duration().Match(duration) is not { Success: true } match)
        {
            return null;
        }

        return TimeSpan.FromSeconds(
            (Part(match, "days") * 86_400)
                + (Part(match, "hours") * 3600)
                + (Part(match, "minutes") * 60)
                + Part(match, "seconds")
        );
    }

    private static long Part(Match match, string group) =>
        match.Groups[group] is { Success: true } part ? AsaAnswer.Number(part.ValueSpan) ?? 0 : 0;

    [GeneratedRegex(
        @"^((?<days>[0-9]{1,6})d )?(?<hours>[0-9]{1,4})h?:(?<minutes>[0-9]{1,2})m?:(?<seconds>[0-9]{1,2})s?$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Duration();
}
