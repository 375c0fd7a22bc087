using System.Globalization;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.StrongSwan;

/// <summary><c>date -u +%FT%TZ</c>: <c>2026-11-24T05:10:53Z</c>, whatever the host's language and zone. Whether the clock is synchronised it does not say: taken for yes.</summary>
public static class LinuxClock
{
    public const string Command = "date -u +%FT%TZ";

    public static Query<DeviceClock> Query { get; } = new(Command, Read);

    public static Parsed<DeviceClock> Read(AnswerText text)
    {
        foreach (var line in text.Lines)
        {
            if (
                DateTime.TryParseExact(
                    line.Text,
                    "yyyy-MM-dd'T'HH:mm:ss'Z'",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var utc
                )
            )
            {
                return Parsed.Of(
                    new DeviceClock(utc, "UTC", Synchronised: true, new DateTimeOffset(utc, TimeSpan.Zero))
                );
            }
        }

        return text.FailAtStart<DeviceClock>(Command, "a time such as 2026-11-24T05:10:53Z");
    }
}
