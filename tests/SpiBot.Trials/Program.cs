using SpiBot.Trials;
using SpiBot.Trials.Table;

if (args is not (["matrix"] or ["matrix", _] or ["show", ..]))
{
    await Console.Error.WriteLineAsync("usage: SpiBot.Trials matrix [SEEDS] | show [SCENARIO|all [SEEDS]]");
    return 2;
}

if (args[0] == "matrix")
{
    var many = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 50;
    var outcomes = await TrialTable.Play(TrialTable.All, many, CancellationToken.None);
    Console.Write(Matrix.Print(outcomes));
    return 0;
}

var trials = TrialTable.All.Where(t => args.Length < 2 || args[1] == "all" || t.Scenario == args[1]).ToList();
var seeds = args.Length > 2 ? int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : 3;
var began = TimeProvider.System.GetTimestamp();
foreach (
    var group in (await TrialTable.Play(trials, seeds, CancellationToken.None)).GroupBy(o =>
        (o.Trial.Scenario, Moment: o.Moment.Name, From: o.Expected.From.Name)
    )
)
{
    var wrong = group.Where(o => !o.IsRight || o.Unsafe is not null).ToList();
    Console.WriteLine(
        $"{(wrong.Count == 0 ? "ok   " : "WRONG")} {group.Key.Scenario}, {group.Key.Moment}, from {group.Key.From}: "
            + string.Join(", ", group.CountBy(o => o.Diagnosis.First.Cause).Select(c => $"{c.Key} {c.Value}"))
    );
    foreach (var outcome in wrong.Take(2))
    {
        Console.WriteLine($"      {outcome}");
        Console.WriteLine($"      {outcome.Diagnosis.First.Verdict}. {outcome.Diagnosis.First.Why}");
    }
}

await Console.Error.WriteLineAsync($"{TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s");
return 0;
