namespace SpiBot.Tunnels.Diagnosis;

/// <summary>One sender of a trace, and in words whose the SPI is or was. <see cref="IsFromPeer"/>: it is the peer that the traced end was asked about.</summary>
public sealed record TracedSpi(TracedSender Sender, string Whose, bool IsFromPeer);

/// <summary>What a trace says, beside what both looks and the logs tell of its SPIs.</summary>
public static class TraceWords
{
    /// <returns>Each sender of the trace at our end, the busiest first; empty when there was no trace, or it saw nothing.</returns>
    public static IReadOnlyList<TracedSpi> Of(TunnelEvidence evidence)
    {
        if (evidence.Ours.Latest.Trace.Value is not { Senders: { Count: > 0 } senders })
        {
            return [];
        }

        var examination = new Examination(evidence);
        var witnesses = DropWitness.At(evidence.Ours);
        return
        [
            .. senders.Select(sender =>
            {
                var witness = witnesses.First(w => w.Spi == sender.Spi && w.From == sender.Source.ToString());
                return new TracedSpi(sender, Whose(witness, examination), witness.IsFromPeer);
            }),
        ];
    }

    private static string Whose(DropWitness witness, Examination examination)
    {
        var replaced = DropWitness.AcceptedUntil(witness.Dropper, witness.Spi) is { } until
            ? $"{witness.Dropper.Gateway} replaced it {until.InWords(witness.Dropper.Latest.TakenAt)}"
            : null;
        List<string> said =
        [
            .. new[]
            {
                replaced,
                replaced is null ? witness.WhoseSpi(examination) : witness.WhoSends(examination),
            }.OfType<string>(),
        ];
        return said.Count > 0 ? string.Join("; ", said) : "no SA that was read at either look has it";
    }
}
