namespace SpiBot.Tunnels.Diagnosis;

/// <summary>A row of the drop counters by its keyword, in whichever of the two sections it rises faster. Absent means 0.</summary>
internal sealed record DropReason(string Keyword)
{
    /// <summary>Inner packets that are not what the SA was made for.</summary>
    public static readonly DropReason SelectorFailure = new("ipsec-selector-failure");

    /// <summary>ESP in UDP that is malformed, or not to port 4500.</summary>
    public static readonly DropReason BadNatt = new("bad-ipsec-natt");

    /// <summary>Two entries of the policy claim the same packets.</summary>
    public static readonly DropReason OverlapConflict = new("vpn-overlap-conflict");

    public DropRate At(TunnelEnd end)
    {
        var frame = DropRate.Between(DropSection.Frame, Keyword, end.Earlier?.Box, end.Latest.Box);
        var flow = DropRate.Between(DropSection.Flow, Keyword, end.Earlier?.Box, end.Latest.Box);
        return frame.Dropped is null || flow.Dropped > frame.Dropped ? flow : frame;
    }

    /// <summary>Rises by more than a stray packet or two.</summary>
    public bool RisesAt(TunnelEnd end) => At(end) is { Dropped: >= Few };

    public IEnumerable<EvidenceLine> Said(TunnelEnd end)
    {
        foreach (var reading in new[] { end.Earlier, end.Latest }.OfType<TunnelReading>())
        {
            if (reading.Box.Drops.Value is { } drops)
            {
                var count = Math.Max(drops.Of(DropSection.Frame, Keyword), drops.Of(DropSection.Flow, Keyword));
                yield return Diagnosis.Said.Line(reading, $"{Keyword} {Diagnosis.Said.Count(count)}");
            }
        }
    }

    private const long Few = 5;
}
