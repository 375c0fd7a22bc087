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
    /// <summary>By name. The fleet goes first: what SpiBot takes for it is seen on this process, before it has done anything else.</summary>
    public static IReadOnlyList<(
        string Name,
        Func<CancellationToken, IAsyncEnumerable<Ratio>> Measure
    )> Groups { get; } =
    [
        ("fleet", FleetRatios.Measure),
        ("check", CheckRatios.Measure),
        ("netmiko", NetmikoRatios.Measure),
        ("clear", ClearRatios.Measure),
        ("open", OpenRatios.Measure),
        ("store", StoreRatios.Measure),
        ("listing", _ => ListingRatios.Measure().ToAsyncEnumerable()),
        ("diagnosis", _ => DiagnosisRatios.Measure().ToAsyncEnumerable()),
        ("textfsm", TextFsmRatios.Measure),
    ];
}
