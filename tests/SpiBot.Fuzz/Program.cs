using System.Globalization;
using SpiBot.Fuzz;

if (
    args is not ["--minutes", var given, .. var rest]
    || !double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out var minutes)
    || !(minutes > 0)
    || (rest is not [] && (rest is not ["--seed", var digits] || !int.TryParse(digits, out _)))
)
{
    await Console.Error.WriteLineAsync("usage: SpiBot.Fuzz --minutes N [--seed S]");
    return 2;
}

var seed = rest is [_, var number] ? int.Parse(number, CultureInfo.InvariantCulture) : Environment.TickCount;
var began = TimeProvider.System.GetTimestamp();
var run = new FuzzRun(seed);
using var watch = new HangWatch(run);
while (TimeProvider.System.GetElapsedTime(began).TotalMinutes < minutes && run.Findings.Count < FuzzRun.MostFindings)
{
    run.Next();
}

foreach (var finding in run.Findings)
{
    Console.WriteLine(finding);
}

Console.WriteLine($"seed\t{seed}");
Console.WriteLine($"inputs\t{run.Inputs}");
Console.WriteLine($"readings\t{run.Readings}");
Console.WriteLine($"slowest\t{run.Slowest}");
Console.WriteLine($"findings\t{run.Findings.Count}");
return run.Findings.Count == 0 ? 0 : 1;
