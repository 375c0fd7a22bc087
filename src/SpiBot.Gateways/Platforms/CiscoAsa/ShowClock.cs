using System.Globalization;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// <c>show clock</c>: <c>13:25:40.553 UTC Mon Nov 23 2026</c>. A dot or an asterisk before the time means that the
/// clock is not synchronised (no public capture shows it).
/// </summary>
public static class ShowClock
{
    public const string Command = "show clock";

    private static readonly string[] Formats = ["H:mm:ss MMM d yyyy", "H:mm:ss.FFFFFFF MMM d yyyy"];

    public static Query<DeviceClock> Query { get; } = new(Command, Read);

    public static Parsed<DeviceClock> Read(AnswerText text) =>
        AsaAnswer.Read(
            text,
            Command,
            t =>
            {
                foreach (var line in t.Lines)
                {
                    if (Clock(line.Text) is { } clock)
                    {
                        return Parsed.Of(clock);
                    }
                }

                return t.FailAtStart<DeviceClock>(Command, "a time such as 13:25:40.553 UTC Mon Nov 23 2026");
            }
        );

    internal static DeviceClock? Clock(string line)
    {
        var words = line.Split(' ');
        if (words.Length < 6)
        {
            return null;
        }

        var time = words[0].TrimStart('.', '*');
        if (
            !DateTime.TryParseExact(
                $"{time} {words[3]} {words[4]} {words[5]}",
                Formats,
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var local
            )
        )
        {
            return null;
        }

        // Other names are ambiguous: MET is an hour ahead in winter only, IST is three zones.
        DateTimeOffset? utc = words[1] is "UTC" or "GMT" ? new DateTimeOffset(local, TimeSpan.Zero) : null;
        return new DeviceClock(local, words[1], Synchronised: time.Length == words[0].Length, utc);
    }
}
