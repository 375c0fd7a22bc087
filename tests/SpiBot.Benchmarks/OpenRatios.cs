using System.Globalization;
using SpiBot.Gateways.Changes;
using SpiBot.Lab.Scenarios;
using SpiBot.Lab.Ssh;

namespace SpiBot.Benchmarks;

/// <summary>What a thousand plans cost in memory that wait for their lead.</summary>
internal static class OpenRatios
{
    private const string Box = "hq-fw1";
    private const int Open = 1000;

    /// <summary>Few enough that the last of them is written down long before a grain call gives up, also on a slow disk.</summary>
    private const int AtOnce = 50;

    private const double Megabyte = 1024 * 1024;
    private const double MegabytesForOpen = 50;

    public static async IAsyncEnumerable<Ratio> Measure(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct
    )
    {
        var network = new LabNetwork("healthy", TimeProvider.System);
        await using var front = await SshFront.Start(network.Endpoints, ct);
        var listener = front.Listeners.Single(one => one.Name == Box);
        var known = network.Gateways.Single(one => one.Name == Box);
        await using var bench = await OperationsBench.Start(known, listener.Port, listener.HostKeyFingerprint, ct);

        // What is compiled, and what buffers grow to, is paid for by as many plans before, which stay open too.
        await Propose(bench, "first", 1, ct);
        await Propose(bench, "before", Open, ct);
        var (heap, workingSet) = Memory();
        await Propose(bench, "open", Open, ct);
        var (heapAfter, workingSetAfter) = Memory();

        var (heapGrew, workingSetGrew) = ((heapAfter - heap) / Megabyte, (workingSetAfter - workingSet) / Megabyte);
        yield return new("1000-open-remediations-heap", heapGrew, "MB");
        yield return new("1000-open-remediations-working-set", workingSetGrew, "MB");
        yield return new(
            "1000-open-remediations-against-50-mb",
            Math.Max(heapGrew, workingSetGrew) / MegabytesForOpen,
            "x"
        );
    }

    /// <summary>Asked for at once, many are told from a few looks at the gateway; each holds what was seen then.</summary>
    private static async Task Propose(OperationsBench bench, string ids, int count, CancellationToken ct)
    {
        foreach (var some in Enumerable.Range(0, count).Chunk(AtOnce))
        {
            await Task.WhenAll(
                some.Select(i => bench.Propose(string.Create(CultureInfo.InvariantCulture, $"{ids}-{i}"), ct))
            );
            foreach (var _ in some)
            {
                await bench.Told(RemediationState.Proposed, ct);
            }
        }
    }

    private static (long Heap, long WorkingSet) Memory()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
    }
}
