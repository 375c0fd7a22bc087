namespace SpiBot.Tunnels.Diagnosis;

/// <summary>The child SAs of an end's two looks by their networks, so that going through all rows does not go through all SAs for each.</summary>
internal sealed class LooksBySelector
{
    private static readonly (List<ChildSa> Before, List<ChildSa> Now) None = ([], []);

    private readonly Dictionary<SelectorPair, (List<ChildSa> Before, List<ChildSa> Now)> looks;
    private readonly TimeSpan? window;

    public LooksBySelector(TunnelEnd end)
    {
        looks = new(end.Latest.Tunnels.Count);
        foreach (var child in end.Latest.Tunnels)
        {
            Listed(child).Now.Add(child);
        }

        // Between two units, or without a look before, nothing has a rise.
        if (end.Earlier is { } earlier && SameUnit.WhyNot(earlier.Box, end.Latest.Box) is null)
        {
            window = end.Latest.TakenAt - earlier.TakenAt;
            foreach (var child in earlier.Tunnels)
            {
                Listed(child).Before.Add(child);
            }
        }
    }

    /// <summary>What was listed for the pair at the earlier look, if the two can be compared, and now.</summary>
    public (IReadOnlyList<ChildSa> Before, IReadOnlyList<ChildSa> Now) Of(SelectorPair pair) =>
        looks.GetValueOrDefault(pair, None);

    public IEnumerable<ChildSa> Now(Selector? local, Selector? remote) => Of(SelectorPair.Of(local, remote)).Now;

    public Traffic Traffic(Selector? local, Selector? remote)
    {
        var (before, now) = looks.GetValueOrDefault(SelectorPair.Of(local, remote), None);
        return window is { } apart ? Tunnels.Traffic.Between(before, now, apart) : Tunnels.Traffic.Unknown;
    }

    private (List<ChildSa> Before, List<ChildSa> Now) Listed(ChildSa child)
    {
        var pair = SelectorPair.Of(child);
        if (!looks.TryGetValue(pair, out var listed))
        {
            looks.Add(pair, listed = (new(1), new(1)));
        }

        return listed;
    }
}
