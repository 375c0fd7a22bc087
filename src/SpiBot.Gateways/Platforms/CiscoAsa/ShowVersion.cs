using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary><c>show version</c>: which unit this is and how long it has been up.</summary>
public static class ShowVersion
{
    public const string Command = "show version";

    private const string Mark = "Security Appliance Software Version ";

    public static Query<UnitIdentity> Query { get; } = new(Command, Read);

    internal static bool IsSignature(AnswerLine line) =>
        line.Text.Contains(Mark, StringComparison.OrdinalIgnoreCase)
        || line.Begins("Cisco Adaptive Security Appliance");

    public static Parsed<UnitIdentity> Read(AnswerText text) => AsaAnswer.Read(text, Command, ReadLines);

    private static Parsed<UnitIdentity> ReadLines(AnswerText text)
    {
        string? hostname = null;
        string? version = null;
        string? serial = null;
        string? model = null;
        TimeSpan? uptime = null;
        foreach (var line in text.Lines)
        {
            var mark = line.Text.IndexOf(Mark, StringComparison.OrdinalIgnoreCase);
            if (mark >= 0)
            {
                // What may follow, <context> or <system>, is no part of the version.
                version ??= FirstWord(line.Text[(mark + Mark.Length)..]);
            }
            else if (line.After("Serial Number:") is { } number)
            {
                serial ??= FirstWord(number);
            }
            else if (line.After("Model Id:") is { } id)
            {
                model = FirstWord(id) ?? model;
            }
            else if (line.After("Hardware:") is { } hardware)
            {
                model ??= FirstWord(hardware.Split(',')[0]);
            }
            else if (hostname is null && Up(line.Text) is { } up)
            {
                (hostname, uptime) = up;
            }
        }

        return version is null
            ? text.FailAtStart<UnitIdentity>(Command, "Cisco Adaptive Security Appliance Software Version …")
            : Parsed.Of(new UnitIdentity(hostname, version, serial, uptime, model));
    }

    private static string? FirstWord(string text)
    {
        var word = text.Trim().Split(' ')[0];
        return word.Length > 0 ? word : null;
    }

    /// <summary><c>asa1 up 41 days 19 hours</c>; the <c>failover cluster up …</c> of a pair has more words before the "up".</summary>
    private static (string Hostname, TimeSpan Uptime)? Up(string line)
    {
        var words = line.Split(' ');
        if (words.Length is not (4 or 6 or 8 or 10) || words[1] != "up")
        {
            return null;
        }

        long seconds = 0;
        for (var i = 2; i < words.Length; i += 2)
        {
            long? unit = words[i + 1].TrimEnd('s') switch
            {
                "year" => 365 * 86400,
                "week" => 7 * 86400,
                "day" => 86400,
                "hour" => 3600,
                "min" or "minute" => 60,
                "sec" or "second" => 1,
                _ => null,
            };
            // Three digits hold any real uptime in the unit that a box chooses, and keep the sum in range.
            if (words[i].Length > 3 || AsaAnswer.Number(words[i]) is not { } count || unit is null)
            {
                return null;
            }

            seconds += count * unit.Value;
        }

        return (words[0], TimeSpan.FromSeconds(seconds));
    }
}
