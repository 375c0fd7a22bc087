using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>An SA of one direction while it is being read.</summary>
internal sealed class SaDraft(Spi spi, SaWords words)
{
    public Spi Spi => spi;

    public string? State { get; private set; }

    /// <summary>Null until they came.</summary>
    public SaSettings? Settings { get; private set; }

    /// <summary>Neither replaced nor out of use.</summary>
    public bool IsCurrent =>
        Settings is not { Rekeyed: true }
        && (State is null || State.StartsWith("active", StringComparison.OrdinalIgnoreCase));

    public bool TimingSeen { get; private set; }

    public long? RemainingKilobytes { get; private set; }

    public long? RemainingSeconds { get; private set; }

    public bool ReplaySeen { get; private set; }

    public int BitmapRows { get; private set; }

    public SecurityAssociation ToSa() =>
        new(
            Spi,
            Settings?.Rekeyed ?? false,
            State,
            RemainingKilobytes,
            RemainingSeconds,
            SettingsRead: Settings is not null
        );

    /// <returns>What was expected where a line of interest has not its form; else null.</returns>
    public string? Take(WalkedLine line)
    {
        switch ((char)(line.Span[0] | ' '))
        {
            case 'i' when line.Follows("in use settings", out var settings):
                var (open, close) = (settings.IndexOf('{'), settings.IndexOf('}'));
                if (open < 0 || close < open)
                {
                    return "in use settings ={…}";
                }

                Settings = words.Settings(settings[(open + 1)..close]);
                return null;
            case 's' when line.Follows("sa timing: remaining key lifetime", out var timing):
                return Timing(timing);
            case 's' when line.Follows("SA State:", out var state) || line.Follows("Status:", out state):
                State = words.State(state);
                return null;
            case 'r' when line.Begins("replay detection support:"):
                ReplaySeen = true;
                return null;
            case '0' when IsBitmapRow(line.Span):
                BitmapRows++;
                return null;
            default:
                return null;
        }
    }

    /// <summary><c>(kB/sec): (4239359/28761)</c>, or <c>(sec): 548</c>.</summary>
    private string? Timing(ReadOnlySpan<char> text)
    {
        const string Expected = "(kB/sec): (number/number) or (sec): number";
        var colon = text.IndexOf(':');
        var value = colon < 0 ? [] : text[(colon + 1)..].Trim();
        if (colon < 0 && TimeInWords(text.ToString()) is { } time)
        {
            RemainingSeconds = time;
        }
        else if (text.StartsWith("(sec)", StringComparison.OrdinalIgnoreCase))
        {
            RemainingSeconds = AsaAnswer.Number(value.Trim("()"));
        }
        else if (value is ['(', .. var both, ')'] && both.Count('/') == 1)
        {
            var slash = both.IndexOf('/');
            var kilobytes = both[..slash];
            RemainingKilobytes = AsaAnswer.Number(kilobytes);
            RemainingSeconds = AsaAnswer.Number(both[(slash + 1)..]);
            // IOS-XE: (KB Vol Rekey Disabled/3191)
            if (RemainingKilobytes is null && !kilobytes.StartsWith("KB Vol", StringComparison.OrdinalIgnoreCase))
            {
                return Expected;
            }
        }

        TimingSeen = RemainingSeconds is not null;
        return TimingSeen ? null : Expected;
    }

    /// <summary><c>1 hours, 10 mins</c> of IOS-XE, where the volume does not count.</summary>
    private static long? TimeInWords(string text)
    {
        long? seconds = null;
        var words = text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i + 1 < words.Length; i += 2)
        {
            long? unit = words[i + 1].TrimEnd('s') switch
            {
                "day" => 86400,
                "hour" => 3600,
                "min" or "minute" => 60,
                "sec" or "second" => 1,
                _ => null,
            };
            if (unit is null || words[i].Length > 9 || AsaAnswer.Number(words[i]) is not { } count)
            {
                return null;
            }

            seconds = (seconds ?? 0) + (count * unit.Value);
        }

        return seconds;
    }

    public static bool IsBitmapRow(ReadOnlySpan<char> line)
    {
        if (!line.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        foreach (var word in line.Split(' '))
        {
            if (line[word] is not { Length: 10 } digits || AsaAnswer.Hex(digits) is null)
            {
                return false;
            }
        }

        return true;
    }
}
