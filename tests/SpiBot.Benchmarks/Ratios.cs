using SpiBot.Benchmarks.Fleet;
using SpiBot.Benchmarks.Python;

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
        // The fleet goes first: what SpiBot takes for it is seen on this process, before it has done anything else.
        IAsyncEnumerable<Ratio>[] all =
        [
            FleetRatios.Measure(ct),
            CheckRatios.Measure(ct),
            NetmikoRatios.Measure(ct),
            ClearRatios.Measure(ct),
            StoreRatios.Measure(ct),
            ListingRatios.Measure().Concat(DiagnosisRatios.Measure()).ToAsyncEnumerable(),
            TextFsmRatios.Measure(ct),
        ];
        foreach (var group in all)
        {
            await foreach (var ratio in group)
            {
                yield return ratio;
            }
        }
    }
}
