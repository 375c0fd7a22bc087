using System.Net;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>By whom debug of crypto is filtered on a box: peers, and whatever else stands there (users, groups, subnets, SPIs), as it was printed.</summary>
public sealed record DebugConditions(IReadOnlyList<IPAddress> Peers, IReadOnlyList<string> Others);

/// <summary>
/// <c>show crypto debug-condition</c>, as the command reference shows it: lines that say whether something is ON or OFF, then headings that end with
/// <c>filters:</c> with the values below. Unverified on a box, so what is not known is a condition of somebody else's.
/// </summary>
public static class ShowCryptoDebugCondition
{
    public const string Command = "show crypto debug-condition";

    public static Query<DebugConditions> Query { get; } = new(Command, Read);

    public static Parsed<DebugConditions> Read(AnswerText answer) => AsaAnswer.Read(answer, Command, ReadLines);

    private static Parsed<DebugConditions> ReadLines(AnswerText text)
    {
        var peers = new List<IPAddress>();
        var others = new List<string>();
        foreach (var line in text.Lines)
        {
            if (IsSwitch(line.Text) || line.Text.EndsWith(':'))
            {
                continue;
            }

            foreach (var word in line.Text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
            {
                if (IPAddress.TryParse(WithoutHostMask(word), out var peer) && word.IndexOfAny(['.', ':']) > 0)
                {
                    peers.Add(peer);
                }
                else
                {
                    others.Add(word);
                }
            }
        }

        return Parsed.Of(new DebugConditions(peers, others));
    }

    private static bool IsSwitch(string line) =>
        line.EndsWith(" ON", StringComparison.OrdinalIgnoreCase)
        || line.EndsWith(" OFF", StringComparison.OrdinalIgnoreCase);

    private static string WithoutHostMask(string word) =>
        word.EndsWith("/32", StringComparison.Ordinal) || word.EndsWith("/128", StringComparison.Ordinal)
            ? word[..word.IndexOf('/', StringComparison.Ordinal)]
            : word;
}
