using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>An entry of a crypto map while its lines are read.</summary>
internal sealed class CryptoMapDraft(string map, int sequence)
{
    private readonly List<string> peers = [];
    private CryptoMapEntry entry = new(map, sequence, []);

    public string Map => map;

    public int Sequence => sequence;

    /// <param name="rest">A line without map and number.</param>
    public void Take(ReadOnlySpan<char> rest)
    {
        if (Follows(rest, "set peer", out var behind))
        {
            foreach (var peer in behind.Split(' '))
            {
                peers.Add(behind[peer].ToString());
            }
        }
        else if (Follows(rest, "match address", out behind))
        {
            entry = entry with { AccessList = AsaAnswer.FirstWord(behind).ToString() };
        }
        else if (rest is "set pfs" || Follows(rest, "set pfs", out behind))
        {
            entry = entry with { Pfs = behind.IsEmpty ? "on" : AsaAnswer.FirstWord(behind).ToString() };
        }
        else if (Follows(rest, "set security-association lifetime", out behind))
        {
            TakeLifetimes(behind);
        }
    }

    public CryptoMapEntry Finish() => entry with { Peers = [.. peers] };

    /// <summary><c>seconds 3600</c>, <c>kilobytes 4608000</c>, <c>kilobytes unlimited</c>, or both in one line.</summary>
    private void TakeLifetimes(ReadOnlySpan<char> lifetimes)
    {
        var unit = ReadOnlySpan<char>.Empty;
        foreach (var range in lifetimes.Split(' '))
        {
            var value = lifetimes[range];
            if (unit is "seconds")
            {
                entry = entry with { LifetimeSeconds = AsaAnswer.Number(value) };
            }
            else if (unit is "kilobytes" && value is "unlimited")
            {
                entry = entry with { KilobytesUnlimited = true };
            }
            else if (unit is "kilobytes")
            {
                entry = entry with { LifetimeKilobytes = AsaAnswer.Number(value) };
            }

            unit = value;
        }
    }

    /// <summary>What stands behind these words, where something does.</summary>
    private static bool Follows(ReadOnlySpan<char> rest, string words, out ReadOnlySpan<char> behind)
    {
        var follows =
            rest.Length > words.Length && rest[words.Length] == ' ' && rest.StartsWith(words, StringComparison.Ordinal);
        behind = follows ? rest[(words.Length + 1)..] : default;
        return follows;
    }
}
