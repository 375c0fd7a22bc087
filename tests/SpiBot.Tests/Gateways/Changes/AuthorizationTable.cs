namespace SpiBot.Tests.Gateways.Changes;

/// <summary>Who may do what, in every state of a plan.</summary>
internal static class AuthorizationTable
{
    /// <summary>
    /// <c>r</c> may read the gateway, <c>p</c> propose a clear, <c>a</c> approve it, <c>d</c> deny it, <c>w</c> say whether it was typed; <c>-</c> nothing.
    /// Half: one other lead of two has approved.
    /// </summary>
    private const string Text = """
        NoPlan Proposed Half Approved Claimed Sent Denied Expired Superseded Failed Verified Doubtful
        rp     ad       ad   d        -       -    -      -       -          -      -        w         lead
        rp     ad       ad   d        -       -    -      -       -          -      -        w         lead here
        -      -        -    -        -       -    -      -       -          -      -        -         lead elsewhere
        r      -        -    -        -       -    -      -       -          -      -        -         lead for other changes
        rp     -        -    -        -       -    -      -       -          -      -        -         engineer
        r      -        -    -        -       -    -      -       -          -      -        -         reader
        -      -        -    -        -       -    -      -       -          -      -        -         stranger
        -      -        -    -        -       -    -      -       -          -      -        -         guest
        rp     d        d    d        -       -    -      -       -          -      -        w         lead who proposed
        rp     d        d    d        -       -    -      -       -          -      -        w         engineer who proposed
        rp     ad       d    d        -       -    -      -       -          -      -        w         lead who approved
        rp     ad       ad   d        -       -    -      -       -          -      -        w         in the group
        -      -        -    -        -       -    -      -       -          -      -        -         in a group that was not asked
        rp     ad       ad   d        -       -    -      -       -          -      -        w         team owner
        rp     -        -    -        -       -    -      -       -          -      -        -         team member
        -      -        -    -        -       -    -      -       -          -      -        -         in the group elsewhere
        rp     ad       ad   d        -       -    -      -       -          -      -        w         lead of the site
        -      -        -    -        -       -    -      -       -          -      -        -         lead of another site
        r      -        -    -        -       -    -      -       -          -      -        -         lead who is a guest
        r      -        -    -        -       -    -      -       -          -      -        -         guest in the group
        -      ad       ad   d        -       -    -      -       -          -      -        w         asked last
        """;

    public static IReadOnlyList<string> States { get; } = Words(Text.Split('\n')[0]);

    /// <summary>What somebody may, by the state.</summary>
    public static IReadOnlyList<(string Role, string[] May)> Rows { get; } =
    [
        .. Text.Split('\n')
            .Skip(1)
            .Select(line => Words(line, States.Count + 1))
            .Select(words => (words[^1], words[..^1])),
    ];

    private static string[] Words(string line, int most = int.MaxValue) =>
        line.Split(' ', most, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
