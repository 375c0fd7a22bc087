using Renci.SshNet;
using SpiBot.Gateways.Ssh;

namespace SpiBot.Benchmarks;

/// <summary>A check of one tunnel over a link of 80 ms, on a warm session and from nothing, in round trips of that link.</summary>
internal static class CheckRatios
{
    private const int Runs = 7;

    public static async IAsyncEnumerable<Ratio> Measure(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct
    )
    {
        await using var box = await FarBox.Start(ct);
        var roundTrip = await RoundTrip(ct);
        yield return new("round-trip", roundTrip.TotalMilliseconds, "ms");

        // The first of all pays for what is compiled at its first use.
        await Cold();
        var enabling = await Stopwatches.Median(Runs, Cold);
        box.StartsEnabled(true);
        var cold = await Stopwatches.Median(Runs, Cold);
        box.StartsEnabled(false);
        var bare = await Stopwatches.Median(Runs, () => Bare(box, ct));

        var session = await box.Open(ct);
        await WholeCheck.Of(session, ct);
        var typedBefore = box.Network.TypedLines.Count;
        await WholeCheck.Of(session, ct);
        var lines = box.Network.TypedLines.Skip(typedBefore).Select(typed => typed.Line).ToList();
        var warm = await Stopwatches.Median(2 * Runs, () => Stopwatches.Time(() => WholeCheck.Of(session, ct)));
        await session.DisposeAsync();
        var device = await Device(box, lines, ct);

        yield return new("check-commands", lines.Count(line => line.Length > 0), "lines");
        yield return new("device-time", device.TotalMilliseconds, "ms");
        yield return new("warm-check", warm / roundTrip, "RTT");
        yield return new("warm-check-against-1-rtt-and-device", warm / (roundTrip + device), "x");
        yield return new("cold-check", cold / roundTrip, "RTT");
        yield return new("cold-check-with-enable", enabling / roundTrip, "RTT");
        yield return new("bare-ssh-client-to-first-prompt", bare / roundTrip, "RTT");

        async Task<TimeSpan> Cold()
        {
            IGatewaySession? opened = null;
            var time = await Stopwatches.Time(async () =>
            {
                opened = await box.Open(ct);
                await WholeCheck.Of(opened, ct);
            });
            await opened!.DisposeAsync();
            return time;
        }
    }

    private static async Task<TimeSpan> RoundTrip(CancellationToken ct)
    {
        await using var echo = new Echo();
        await using var link = new DelayedLink(echo.Port, FarBox.Distance);
        return await Echo.RoundTrip(link.Port, ct);
    }

    /// <summary>What an SSH client of this kind needs at least: connected, logged in, a shell that has printed something.</summary>
    private static async Task<TimeSpan> Bare(FarBox box, CancellationToken ct)
    {
        using var client = new SshClient("127.0.0.1", box.Gateway.Port, box.Known.User, box.Known.Password);
        return await Stopwatches.Time(async () =>
        {
            await client.ConnectAsync(ct);
            await using var shell = client.CreateShellStream("vt100", 80, 24, 0, 0, 4096);
            await shell.ReadExactlyAsync(new byte[1], ct);
        });
    }

    private static async Task<TimeSpan> Device(FarBox box, IReadOnlyList<string> lines, CancellationToken ct)
    {
        box.StartsEnabled(true);
        var shell = box.Network.Endpoints.Single(one => one.Name == FarBox.Name).Shell;
        await using var device = await DeviceTime.Of(shell, FarBox.Name + "# ", ct);
        await device.For(lines, ct);
        return await Stopwatches.Median(2 * Runs, () => device.For(lines, ct));
    }
}
