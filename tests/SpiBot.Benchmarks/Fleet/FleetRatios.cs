using System.Diagnostics;
using SpiBot.Gateways;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Ssh;
using SpiBot.Tunnels;

namespace SpiBot.Benchmarks.Fleet;

/// <summary>Three hundred gateways checked at once over links of 80 ms, against a bare SSH.NET client that gets the same bytes from the same servers.</summary>
internal static class FleetRatios
{
    private const int Gateways = 300;
    private const int Runs = 7;

    /// <summary>Rounds until what runs often has been compiled for good.</summary>
    private const int Rounds = 8;

    public static async IAsyncEnumerable<Ratio> Measure(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct
    )
    {
        await using var fleet = await FleetProcess.Start(Gateways, ct);
        var door = FarBox.DoorFor(fleet.Known);
        var lines = await LinesOfACheck(fleet, door, ct);

        IGatewaySession[] sessions = [];
        var cold = await Stopwatches.Time(async () =>
        {
            sessions = await Task.WhenAll(fleet.Gateways.Select(gateway => FarBox.Open(door, gateway, ct)));
            await CheckAll(sessions, ct);
        });
        for (var round = 0; round < Rounds; round++)
        {
            await CheckAll(sessions, ct);
        }

        var memory = PeakMemory();

        await using var bare = await BareFleet.Start(fleet.Gateways, fleet.Known.Password, lines, ct);
        var (warm, reference) = (new List<Effort>(), new List<Effort>());
        for (var run = 0; run < Runs; run++)
        {
            warm.Add(await Effort.Of(() => CheckAll(sessions, ct)));
            reference.Add(await bare.Exchange(ct));
        }

        await Task.WhenAll(sessions.Select(session => session.DisposeAsync().AsTask()));
        yield return new("fleet-gateways", Gateways, "gateways");
        yield return new("fleet-bytes-of-a-check", bare.Bytes, "B");
        yield return new("fleet-warm", Stopwatches.Median(warm.Select(run => run.Time)).TotalMilliseconds, "ms");
        yield return new(
            "fleet-warm-against-bare-client",
            Stopwatches.Median(warm.Select(run => run.Time)) / Stopwatches.Median(reference.Select(run => run.Time)),
            "x"
        );
        yield return new(
            "fleet-warm-processor",
            Stopwatches.Median(warm.Select(run => run.Processor)).TotalMilliseconds,
            "ms"
        );
        yield return new(
            "fleet-warm-processor-of-bare-client",
            Stopwatches.Median(reference.Select(run => run.Processor)).TotalMilliseconds,
            "ms"
        );
        yield return new("fleet-cold", cold.TotalSeconds, "s");
        yield return new("fleet-cold-against-bare-client-connecting", cold / bare.Connecting, "x");
        yield return new("fleet-memory", memory / 1e6, "MB");
        yield return new("fleet-collections", GC.CollectionCount(0), "of generation 0");
        yield return new("fleet-collections-of-all", GC.CollectionCount(2), "of generation 2");
    }

    private static Task CheckAll(IEnumerable<IGatewaySession> sessions, CancellationToken ct) =>
        Task.WhenAll(sessions.Select(session => WholeCheck.Of(session, ct)));

    /// <summary>The most that this process has had in memory, so far.</summary>
    private static long PeakMemory()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }

    /// <summary>All that a warm check types, as it is typed: with the two empty lines behind.</summary>
    private static async Task<string> LinesOfACheck(FleetProcess fleet, IGatewayDoor door, CancellationToken ct)
    {
        await using var session = await FarBox.Open(door, fleet.Gateways[0], ct);
        await WholeCheck.Of(session, ct);
        var asked = new Listened(session);
        await WholeCheck.Of(asked, ct);
        return string.Join('\n', asked.Lines) + "\n\n\n";
    }

    /// <summary>A session that notes what it is asked.</summary>
    private sealed class Listened(IGatewaySession session) : IGatewaySession
    {
        public List<string> Lines { get; } = [];

        public GatewayFailure? Lost => session.Lost;

        public Task<Answer<T>> Ask<T>(Query<T> query, CancellationToken ct)
            where T : class
        {
            Lines.Add(query.Text);
            return session.Ask(query, ct);
        }

        public Task<ChangeAnswer> Apply(ChangeAuthorization authorization, CancellationToken ct) =>
            session.Apply(authorization, ct);

        public Task<ChangeAnswer> Perform(DutyAuthorization authorization, CancellationToken ct) =>
            session.Perform(authorization, ct);

        public ValueTask DisposeAsync() => session.DisposeAsync();
    }
}
