namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>The row of an IKEv2 SA. Addresses as the box printed them, perhaps names.</summary>
internal readonly record struct Ikev2Row(string Peer, string Local, string State, string Role);

/// <summary>Reads the rows of the IKEv2 table. What many rows have in common is kept once.</summary>
internal sealed class Ikev2Rows
{
    private string lastLocal = "";
    private string lastState = "";
    private string lastRole = "";

    /// <summary><c>38557965 198.51.100.1/500 203.0.113.9/500 [fvrf/ivrf] READY RESPONDER</c>.</summary>
    /// <returns>Null where the line is no row.</returns>
    public Ikev2Row? RowIn(ReadOnlySpan<char> line)
    {
        Span<Range> words = stackalloc Range[7];
        var count = line.Split(words, ' ');
        if (count is not (5 or 6))
        {
            return null;
        }

        // A box with virtual routers prints theirs, none/none, in between.
        var state = line[words[3]].Contains('/') ? 4 : 3;
        if (
            count != state + 2
            || AsaAnswer.Number(line[words[0]]) is null
            || !TryAddress(line[words[1]], out var local)
            || !TryAddress(line[words[2]], out var peer)
        )
        {
            return null;
        }

        return new Ikev2Row(
            peer.ToString(),
            SaWords.Same(ref lastLocal, local),
            SaWords.Same(ref lastState, line[words[state]]),
            SaWords.Same(ref lastRole, line[words[state + 1]])
        );
    }

    /// <param name="address">What stands in front of <c>/500</c>.</param>
    /// <returns>False when there is no port.</returns>
    private static bool TryAddress(ReadOnlySpan<char> endpoint, out ReadOnlySpan<char> address)
    {
        var slash = endpoint.LastIndexOf('/');
        var found = slash > 0 && AsaAnswer.Number(endpoint[(slash + 1)..]) is not null;
        address = found ? endpoint[..slash] : default;
        return found;
    }
}
