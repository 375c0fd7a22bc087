namespace SpiBot.Benchmarks;

/// <summary>A line of the outcome: <c>name&lt;TAB&gt;value&lt;TAB&gt;unit</c>.</summary>
internal sealed record Ratio(string Name, double Value, string Unit);

/// <summary>
/// What is measured against something else in the same run, so that it means the same on a fast and on a slow machine.
/// </summary>
internal static class Ratios
{
    public static async IAsyncEnumerable<Ratio> Measure(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct
    )
    {
        await foreach (var ratio in CheckRatios.Measure(ct))
        {
            yield return ratio;
        }

        await foreach (var ratio in ClearRatios.Measure(ct))
        {
            yield return ratio;
        }

        await foreach (var ratio in StoreRatios.Measure(ct))
        {
            yield return ratio;
        }

        foreach (var ratio in ListingRatios.Measure().Concat(DiagnosisRatios.Measure()))
        {
            yield return ratio;
        }
    }
}
