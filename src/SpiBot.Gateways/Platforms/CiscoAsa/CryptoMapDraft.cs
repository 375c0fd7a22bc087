using System.Net;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>An entry of a crypto map while its lines are read.</summary>
internal sealed class CryptoMapDraft(string map, int sequence)
{
    private readonly List<string> peers = [];
    private string? accessList;
    private string? pfs;
    private long? seconds;
    private long? kilobytes;
    private bool unlimited;

    public string Map => map;

    public int Sequence => sequence;

    /// <param name="rest">A line without map and number.</param>
    public void Take(ReadOnlySpan<char> rest)
    {
        if (Follows(rest, "set peer", out var behind))
        {
            // Behind an address stand others; in what somebody pasted, perhaps the next sentence.
            foreach (var range in behind.Split(' '))
            {
                var peer = behind[range];
                if (peers.Count > 0 && IPAddress.TryParse(peers[0], out _) && !IPAddress.TryParse(peer, out _))
                {
                    break;
                }

                peers.Add(peer.ToString());
            }
        }
        else if (Follows(rest, "match address", out behind))
        {
            accessList = AsaAnswer.FirstWord(behind).ToString();
        }
        else if (rest is "set pfs" || Follows(rest, "set pfs", out behind))
        {
            pfs = behind.IsEmpty ? "on" : AsaAnswer.FirstWord(behind).ToString();
        }
        else if (Follows(rest, "set security-association lifetime", out behind))
        {
            TakeLifetimes(behind);
        }
    }

    public CryptoMapEntry Finish() => new(map, sequence, [.. peers], accessList, seconds, kilobytes, unlimited, pfs);

    /// <summary><c>seconds 3600</c>, <c>kilobytes 4608000</c>, <c>kilobytes unlimited</c>, or both in one line.</summary>
    private void TakeLifetimes(ReadOnlySpan<char> lifetimes)
    {
        var unit = ReadOnlySpan<char>.Empty;
        foreach (var range in lifetimes.Split(' '))
        {
            var value = lifetimes[range];
            if (unit is "seconds")
            {
                seconds = AsaAnswer.Number(value);
            }
            else if (unit is "kilobytes" && value is "unlimited")
            {
                unlimited = true;
            }
            else if (unit is "kilobytes")
            {
                kilobytes = AsaAnswer.Number(value);
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
