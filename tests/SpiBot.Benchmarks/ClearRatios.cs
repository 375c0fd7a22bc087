using System.Globalization;
using SpiBot.Gateways.Changes;
using SpiBot.Lab.Scenarios;
using SpiBot.Lab.Ssh;
using SpiBot.Operations.Remediations;

namespace SpiBot.Benchmarks;

/// <summary>
/// From Approve to the line on the box, on a warm session over a link of 80 ms: journaled, claimed, read again, typed.
/// </summary>
internal static class ClearRatios
{
    private const int Runs = 9;
    private const string Box = "hq-fw1";

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
    }

    private static async Task<TimeSpan> FromApproveToLine(
        OperationsBench bench,
        LabNetwork network,
        string id,
        CancellationToken ct
    )
    {
        await bench.Propose(id, ct);
        var view = (await bench.Told(RemediationState.Proposed, ct)).View;
        var typedBefore = network.TypedLines.Count;

        var pressed = TimeProvider.System.GetUtcNow();
        var outcome = await bench
            .Grains.GetGrain<IRemediationGrain>(view.Plan.Id)
            .Approve(new Press(Proposals.Lead, view.Digest, Proposals.Venue), ct);
        if (!outcome.Accepted)
        {
            throw new InvalidOperationException($"not approved: {outcome.Refusal}");
        }

        await bench.Told(RemediationState.Sent, ct);
        var line = network.TypedLines.Skip(typedBefore).Single(one => one.Line == view.Plan.Lines[0]);
        await bench.Told(RemediationState.Verified, ct);
        return line.At - pressed;
    }
}
