namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>
/// Packets of a working SA are refused after their SPI was found, while others of it pass: order is lost on the way, or the
/// window is too small. The SA is right, so no clear is offered.
/// </summary>
internal sealed class Replay : ICause
{
    private const long Few = 5;

    public string Id => "replay";

    public Severity Severity => Severity.Attention;

    public CauseTexts Texts { get; } =
        new(
            Title: "Packets of a working SA are refused (replay window)",
            What: "Packets that arrive later than the replay window allows are refused one by one, while the others of the same SA pass. QoS, several paths or a fast link put them out of order.",
            Shows: "An end's receive errors rise between two looks while its decrypts rise too, with `ipsec-selector-failure` and np-sp-invalid-spi flat. Never more than medium: receive errors also count damaged packets.",
            Against: "Decrypts that stand still (see `acl-mismatch`); drops for an invalid SPI.",
            Helps: "A larger window (`crypto ipsec security-association replay window-size 1024`), or less reordering on the way. `show crypto ipsec sa detail` (pkts replay failed) and the log (402119) make it sure.",
            HelpsNot: "Any clear: a new SA gets the same window.",
            Source: "RFC 4303, 3.4.3; ASA syslog guide, 402119."
        );

    public Finding? Examine(Examination examination)
    {
        foreach (var end in examination.Ends)
        {
            if (DropReason.SelectorFailure.RisesAt(end) || !Noise.IsFewOrNone(examination.InvalidSpisAt(end)))
            {
                continue;
            }

            if (
                examination.PairsAt(end).FirstOrDefault(p => p is { ReceiveErrors: >= Few, Decrypted: > 0 }) is { } pair
            )
            {
                return Found(examination, pair);
            }
        }

        return null;
    }

    private Finding Found(Examination examination, PairLooks pair) =>
        new(
            Id,
            Confidence.Medium,
            $"{pair.End.Gateway} refuses some packets of an SA that otherwise works: out of order, by the look of it",
            $"Between the looks {Said.Count(pair.ReceiveErrors ?? 0)} packets on {pair.Networks} were refused after their SPI was found, and {Said.Count(pair.Decrypted ?? 0)} were decrypted. "
                + "That is what a replay window does that is too small for the way. Not certain, because damaged packets are counted with them. "
                + "No clear is offered: a new SA would have the same window.",
            [
                .. pair.Said(child =>
                    $"decaps {Said.Count(child.Decaps ?? 0)}, decrypt {Said.Count(child.Decrypts ?? 0)}, recv errors {Said.Count(child.ReceiveErrors ?? 0)}"
                ),
                .. Said.Drops(pair.End),
            ],
            ["Receive errors also count packets that were damaged on the way."],
            [
                Remedies.Wait(
                    examination.Ours,
                    Helps.No,
                    "It stays until the window is larger (crypto ipsec security-association replay window-size) or the way keeps the order. show crypto ipsec sa detail says how many failed for replay."
                ),
            ]
        );
}
