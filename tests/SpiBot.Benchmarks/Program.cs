using System.Globalization;
using SpiBot.Benchmarks;
using SpiBot.Benchmarks.Fleet;

if (args is [FleetServers.Argument, var count])
{
    await FleetServers.Serve(int.Parse(count, CultureInfo.InvariantCulture), CancellationToken.None);
    return 0;
}

if (args is not ["ratios"])
{
    await Console.Error.WriteLineAsync("usage: SpiBot.Benchmarks ratios");
    return 2;
}

await foreach (var ratio in Ratios.Measure(CancellationToken.None))
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ratio.Name}\t{ratio.Value:0.###}\t{ratio.Unit}"));
}

return 0;
