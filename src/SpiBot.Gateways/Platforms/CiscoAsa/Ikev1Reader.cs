using System.Text.RegularExpressions;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>Reads the IKEv1 part of a text: blocks that begin with <c>1 IKE Peer: 203.0.113.9</c>, or rows of the 7.x table.</summary>
internal sealed partial class Ikev1Reader
{
    private readonly List<IkeSa> sas = [];
    private readonly Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);
    private string? peer;
    private long? announced;
    private bool complete = true;

    /// <summary>A line of an IKEv1 listing was there, even if it lists none.</summary>
    public bool Recognised { get; private set; }

    /// <param name="line">The next line.</param>
    /// <param name="open">The text ends with this line, without a line end: its last word may be cut.</param>
    public void Take(AnswerLine line, bool open)
    {
        if (IsSignature(line))
        {
            Recognised = true;
        }

        if (line.After("Total IKE SA:") is { } total)
        {
            announced ??= AsaAnswer.Number(total);
        }
        else if (Block().Match(line.Text) is { Success: true } match)
        {
            CloseBlock();
            if (open)
            {
                complete = false;
                return;
            }

            peer = match.Groups["peer"].Value;
        }
        else if (peer is not null)
        {
            TakeFields(line.Text, open);
        }
        else
        {
            TakeRow(line.Text, open);
        }
    }

    public IkeListing Listing()
    {
        CloseBlock();
        return new IkeListing(sas, complete && (announced is null || sas.Count >= announced));
    }

    public static bool IsSignature(AnswerLine line) =>
        line.Begins("IKEv1 SAs:")
        || line.Begins("There are no IKEv1 SAs")
        || line.Begins("There are no isakmp sas")
        || line.Begins("IKE Peer Type Dir Rky State")
        || Block().IsMatch(line.Text)
        || (line.After("Active SA:") is { } count && AsaAnswer.Number(count) is not null);

    private void TakeFields(string line, bool open)
    {
        foreach (Match match in Field().Matches(line))
        {
            var value = match.Groups["value"].Value;
            var mayBeCut = open && match.Index + match.Length == line.Length;
            if (mayBeCut && !IsWholeState(value))
            {
                complete = false;
                continue;
            }

            // "Lifetime Remaining: n" is a field of its own: only its last word is taken as the name.
            fields.TryAdd(match.Groups["name"].Value, value);
        }
    }

    private void TakeRow(string line, bool open)
    {
        if (line.Contains("State :", StringComparison.OrdinalIgnoreCase))
        {
            // The rest of a block whose first line is missing.
            complete = false;
            return;
        }

        // 1 203.0.113.9 L2L Init No MM_Active [3des SHA preshrd 86400]
        var words = line.Split(' ');
        if (words.Length < 6 || AsaAnswer.Number(words[0]) is null || !words[5].Contains('_'))
        {
            return;
        }

        if (open && words.Length == 6 && !IsWholeState(words[5]))
        {
            complete = false;
            return;
        }

        Recognised = true;
        Add(words[1], words[2], words[3], words[4], words[5]);
    }

    private void CloseBlock()
    {
        if (peer is not null)
        {
            if (fields.TryGetValue("State", out var state) && state.Length > 0)
            {
                Add(
                    peer,
                    fields.GetValueOrDefault("Type"),
                    fields.GetValueOrDefault("Role"),
                    fields.GetValueOrDefault("Rekey"),
                    state,
                    AsaAnswer.Number(fields.GetValueOrDefault("Lifetime"))
                );
            }
            else
            {
                complete = false;
            }
        }

        peer = null;
        fields.Clear();
    }

    private void Add(string address, string? kind, string? role, string? rekey, string state, long? lifetime = null) =>
        sas.Add(
            new IkeSa(
                Version: 1,
                address,
                state,
                IsUp(state),
                role,
                Rekeying: string.Equals(rekey, "yes", StringComparison.OrdinalIgnoreCase),
                Kind: kind
            )
            {
                LifetimeSeconds = lifetime,
            }
        );

    /// <summary>MM_ACTIVE, AM_ACTIVE; MM_REKEY_DONE_H2 is the old SA of a pair after its rekey, which still carries traffic.</summary>
    private static bool IsUp(string state) =>
        state.EndsWith("_ACTIVE", StringComparison.OrdinalIgnoreCase)
        || state.Contains("_REKEY_DONE", StringComparison.OrdinalIgnoreCase);

    private static bool IsWholeState(string state) =>
        state.EndsWith("_ACTIVE", StringComparison.OrdinalIgnoreCase)
        || (state.Contains('_') && char.IsAsciiDigit(state[^1]));

    [GeneratedRegex(
        @"^[0-9]+ IKE Peer: (?<peer>\S+)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Block();

    [GeneratedRegex(
        @"(?<name>[A-Za-z]+) ?: ?(?<value>\S+)",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Field();
}
