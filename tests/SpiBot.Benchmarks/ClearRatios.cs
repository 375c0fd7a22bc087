using System.Globalization;
using SpiBot.Gateways.Changes;
using SpiBot.Lab.Scenarios;
using SpiBot.Lab.Ssh;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Threads;

namespace SpiBot.Benchmarks;

/// <summary>
/// From Approve to the line on the box, on a warm session over a link of 80 ms: journaled, claimed, read again, typed. And what a thousand plans cost that wait for
/// their lead.
/// </summary>
internal static class ClearRatios
{
    private const int Runs = 9;
    private const string Box = "hq-fw1";
    private const int Open = 1000;
    private const double Megabyte = 1024 * 1024;
    private const double MegabytesForOpen = 50;

    private static readonly TimeSpan Distance = TimeSpan.FromMilliseconds(80);

    /// <summary>Two round trips and 50 ms.</summary>
    private static readonly TimeSpan Budget = (2 * Distance) + TimeSpan.FromMilliseconds(50);

    public static async IAsyncEnumerable<Ratio> Measure(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct
    )
    {
        var network = new LabNetwork("healthy", TimeProvider.System);
        await using var front = await SshFront.Start(network.Endpoints, ct);
        var listener = front.Listeners.Single(one => one.Name == Box);
        await using var link = new DelayedLink(listener.Port, Distance);
        var known = network.Gateways.Single(one => one.Name == Box);
        await using var bench = await OperationsBench.Start(known, link.Port, listener.HostKeyFingerprint, ct);

        // The first of all pays for what is compiled at its first use.
        await FromApproveToLine(bench, network, "first", ct);
        var times = new List<TimeSpan>();
        for (var run = 0; run < Runs; run++)
        {
            times.Add(await FromApproveToLine(bench, network, run.ToString(CultureInfo.InvariantCulture), ct));
        }

        var typed = Stopwatches.Median(times);
        yield return new("approve-to-line", typed.TotalMilliseconds, "ms");
        yield return new("approve-to-line-against-2-rtt-and-50-ms", typed / Budget, "x");

        var (heap, workingSet) = await OfOpenPlans(bench, ct);
        yield return new("1000-open-remediations-heap", heap, "MB");
        yield return new("1000-open-remediations-working-set", workingSet, "MB");
        yield return new("1000-open-remediations-against-50-mb", Math.Max(heap, workingSet) / MegabytesForOpen, "x");
    }

    private static async Task<TimeSpan> FromApproveToLine(
        OperationsBench bench,
        LabNetwork network,
        string id,
        CancellationToken ct
    )
    {
        await Ask(bench, id, ct);
        var view = (await State(bench, RemediationState.Proposed, ct)).View;
        var typedBefore = network.TypedLines.Count;

        var pressed = TimeProvider.System.GetUtcNow();
        var outcome = await bench
            .Grains.GetGrain<IRemediationGrain>(view.Plan.Id)
            .Approve(new Press(Proposals.Lead, view.Digest, Proposals.Venue), ct);
        if (!outcome.Accepted)
        {
            throw new InvalidOperationException($"not approved: {outcome.Refusal}");
        }

        await State(bench, RemediationState.Sent, ct);
        var line = network.TypedLines.Skip(typedBefore).Single(one => one.Line == view.Plan.Lines[0]);
        await State(bench, RemediationState.Verified, ct);
        return line.At - pressed;
    }

    private static Task Ask(OperationsBench bench, string id, CancellationToken ct) =>
        bench
            .Grains.GetGrain<ICheckGrain>("check/" + id)
            .Start(
                new CheckOrder(
                    CheckKind.ProposeClearPeer,
                    Box,
                    Proposals.Peer,
                    new ThreadAddress("thread"),
                    Proposals.OnCall,
                    Proposals.Venue
                ),
                ct
            );

    private static Task<RemediationChanged> State(
        OperationsBench bench,
        RemediationState state,
        CancellationToken ct
    ) => bench.Reported.Next<RemediationChanged>(changed => changed.View.State == state, ct);

    /// <returns>By how many megabytes the heap and the process have grown.</returns>
    private static async Task<(double Heap, double WorkingSet)> OfOpenPlans(OperationsBench bench, CancellationToken ct)
    {
        var (heap, workingSet) = Memory();
        // Asked for at once, they are told from a few looks at the gateway; each holds what was seen then.
        await Task.WhenAll(
            Enumerable
                .Range(0, Open)
                .Select(i => Ask(bench, string.Create(CultureInfo.InvariantCulture, $"open-{i}"), ct))
        );
        for (var i = 0; i < Open; i++)
        {
            await State(bench, RemediationState.Proposed, ct);
        }

        var (heapAfter, workingSetAfter) = Memory();
        return ((heapAfter - heap) / Megabyte, (workingSetAfter - workingSet) / Megabyte);
    }

    private static (long Heap, long WorkingSet) Memory()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return (GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet);
    }
}
