using System.Net;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>An entry of a crypto map while its lines are read.</summary>
internal sealed class CryptoMapDraft(string map, int sequence)
{
    /// <summary>Most entries have one peer.</summary>
    private string? first;
    private List<string>? others;
    private string? accessList;
    private string? pfs;
    private long? seconds;
    private long? kilobytes;
    private bool unlimited;

    public string Map => map;

    public int Sequence => sequence;

    public IReadOnlyList<string> Peers =>
        (first, others) switch
        {
            (null, _) => [],
            ({ } only, null) => [only],
            ({ } one, { } more) => [one, .. more],
        };

    /// <summary>It names its peers, by addresses, and this is none of them.</summary>
    public bool IsOfOthers(IPAddress peer) =>
        first is not null && IsAnother(first, peer) && (others ?? []).TrueForAll(other => IsAnother(other, peer));

    private static bool IsAnother(string printed, IPAddress peer) =>
        IPAddress.TryParse(printed, out var address) && !address.Equals(peer);

    /// <param name="rest">A line without map and number.</param>
    public void Take(ReadOnlySpan<char> rest)
    {
        if (Follows(rest, "set peer", out var behind))
        {
            // Behind an address stand others; in what somebody pasted, perhaps the next sentence.
            foreach (var range in behind.Split(' '))
            {
                var peer = behind[range];
                if (first is null)
                {
                    first = peer.ToString();
                }
                else if (IPAddress.IsValid(first) && !IPAddress.IsValid(peer))
                {
                    break;
                }
                else
                {
                    (others ??= []).Add(peer.ToString());
                }
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

    public CryptoMapEntry Finish() => new(map, sequence, Peers, accessList, seconds, kilobytes, unlimited, pfs);

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
