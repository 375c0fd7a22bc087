using System.Globalization;
using System.Text;
using SpiBot.Gateways.Inventory;

namespace SpiBot.Benchmarks.Fleet;

/// <summary>
/// A bare client for each gateway of a fleet, in a process of their own: neither their threads nor their garbage are SpiBot's, and SpiBot's are not theirs.
/// </summary>
internal sealed class BareFleet : IAsyncDisposable
{
    public const string Argument = "bare-fleet";

    private const string Again = "again";

    private readonly OnceMore process = new(Argument);

    private BareFleet() { }

    /// <summary>How long it took until all of them had connected, logged in and seen the shell.</summary>
    public TimeSpan Connecting { get; private set; }

    /// <summary>What comes back on the lines, at each.</summary>
    public long Bytes { get; private set; }

    /// <param name="lines">All that a check types, as it is typed.</param>
    public static async Task<BareFleet> Start(
        IReadOnlyList<GatewayEntry> gateways,
        string password,
        string lines,
        CancellationToken ct
    )
    {
        var fleet = new BareFleet();
        string[] told =
        [
            gateways[0].User,
            password,
            Convert.ToBase64String(Encoding.UTF8.GetBytes(lines)),
            string.Join(' ', gateways.Select(gateway => gateway.Port)),
        ];
        foreach (var line in told)
        {
            await fleet.process.Tell(line, ct);
        }

        var (milliseconds, bytes) = await fleet.Answer(ct);
        (fleet.Connecting, fleet.Bytes) = (TimeSpan.FromMilliseconds(milliseconds), (long)bytes);
        return fleet;
    }

    /// <summary>Sends the lines to all of them at once and waits until all that they answer has come.</summary>
    public async Task<Effort> Exchange(CancellationToken ct)
    {
        await process.Tell(Again, ct);
        var (time, processor) = await Answer(ct);
        return new(TimeSpan.FromMilliseconds(time), TimeSpan.FromMilliseconds(processor));
    }

    /// <summary>The other process's side.</summary>
    public static async Task Serve(CancellationToken ct)
    {
        var user = (await Console.In.ReadLineAsync(ct))!;
        var password = (await Console.In.ReadLineAsync(ct))!;
        var lines = Encoding.UTF8.GetString(Convert.FromBase64String((await Console.In.ReadLineAsync(ct))!));
        var ports = (await Console.In.ReadLineAsync(ct))!.Split(' ').Select(Number).ToList();
        BareClient[] clients = [];
        var connecting = await Stopwatches.Time(async () =>
            clients = await Task.WhenAll(ports.Select(port => BareClient.Open(port, user, password)))
        );
        var bytes = await clients[0].Learn(lines, FarBox.Name + "# ", ct);
        Say(connecting.TotalMilliseconds, bytes);
        while (await Console.In.ReadLineAsync(ct) == Again)
        {
            var effort = await Effort.Of(() =>
                Task.WhenAll(clients.Select(client => Task.Run(() => client.Exchange(lines, bytes, ct), ct)))
            );
            Say(effort.Time.TotalMilliseconds, effort.Processor.TotalMilliseconds);
        }

        await Task.WhenAll(clients.Select(client => Task.Run(client.Dispose, ct)));
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private async Task<(double First, double Second)> Answer(CancellationToken ct)
    {
        var line = await process.Answer(ct);
        return line.Split('\t') is [var first, var second]
            ? (Decimal(first), Decimal(second))
            : throw new InvalidOperationException($"The bare clients said {line}");
    }

    private static void Say(double first, double second) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{first}\t{second}"));

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    private static double Decimal(string digits) => double.Parse(digits, CultureInfo.InvariantCulture);
}
