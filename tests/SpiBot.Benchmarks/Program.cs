using System.Globalization;
using SpiBot.Benchmarks;
using SpiBot.Benchmarks.Fleet;

if (args is [FleetServers.Argument, var count])
{
    await FleetServers.Serve(int.Parse(count, CultureInfo.InvariantCulture), CancellationToken.None);
    return 0;
}

if (args is [BareFleet.Argument])
{
    await BareFleet.Serve(CancellationToken.None);
    return 0;
}

string[] groups = [.. Ratios.Groups.Select(group => group.Name)];
if (args is not ["ratios", .. var wanted] || wanted.Except(groups).Any())
{
    await Console.Error.WriteLineAsync($"usage: SpiBot.Benchmarks ratios [{string.Join('|', groups)} ...]");
    return 2;
}

foreach (var (name, measure) in Ratios.Groups)
{
    if (wanted.Length > 0 && !wanted.Contains(name))
    {
        continue;
    }

    await foreach (var ratio in measure(CancellationToken.None))
    {
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{ratio.Name}\t{ratio.Value:0.###}\t{ratio.Unit}")
        );
    }
}

return 0;
