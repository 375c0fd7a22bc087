namespace SpiBot.Tunnels.Diagnosis;

/// <summary>Where a trace of the dropped packets would tell what the looks did not.</summary>
public static class TraceHelps
{
    /// <summary>The ends that drop for an invalid SPI now, whose packets nothing names, and where a trace is possible and was not made.</summary>
    public static IReadOnlyList<TunnelEnd> Ends(TunnelEvidence evidence) =>
        [.. new[] { evidence.Ours, evidence.Theirs }.OfType<TunnelEnd>().Where(At)];

    internal static bool At(TunnelEnd end) =>
        end.Latest.Trace is { Value: null, Exists: true, NotRead: Answer.NotAskedWords }
        && !Examination.IsStandby(end)
        && DropRate.Between(end.Earlier?.Box, end.Latest.Box).Dropped > 0
        && !DropWitness.At(end).Any(witness => witness.IsNow);
}
