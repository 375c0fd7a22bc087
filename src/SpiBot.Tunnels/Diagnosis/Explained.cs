namespace SpiBot.Tunnels.Diagnosis;

/// <summary>
/// What the first finding explains so well that saying it beside would contradict it: the reader would have two truths of the same packets. What is only about
/// something else stays.
/// </summary>
internal static class Explained
{
    private sealed record Row(string First, string Other, string Because)
    {
        /// <summary>Only then is it the same thing; null: always.</summary>
        public Func<Examination, bool>? Where { get; init; }
    }

    private const string ComesAgain = "The drops come again with every rekey; they do not end by themselves.";

    private static readonly Row[] Table =
    [
        new("no-such-peer", "tunnel-down", "There is no tunnel that could be down."),
        new("restart-without-state", "tunnel-down", "Why there is no SA is known: the box lost all of them."),
        new("rekey-rejected", "tunnel-down", "Why there is no SA is known, and it is not that nobody asks for one."),
        new("own-teardown", "tunnel-down", "Why there is no SA is known, and it is no fault."),
        new(
            "wrong-headend",
            "misdirected-esp",
            "Whose packets are dropped is known, and no filter is to keep them off."
        )
        {
            Where = IsAllThePeers,
        },
        new("rekey-collision", "rekey-noise", ComesAgain),
        new("lifetime-mismatch", "rekey-noise", ComesAgain),
        new("volume-rekey", "rekey-noise", ComesAgain),
    ];

    public static bool By(string first, string other, Examination examination) =>
        Table.Any(row => row.First == first && row.Other == other && row.Where?.Invoke(examination) != false);

    /// <summary>All the drops of now that have a name are the peer's: what other senders' are is another matter.</summary>
    private static bool IsAllThePeers(Examination examination) =>
        DropWitness.At(examination.Ours).Where(witness => witness.IsNow).All(witness => witness.IsFromPeer);
}
