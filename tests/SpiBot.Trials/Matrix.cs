using System.Text;

namespace SpiBot.Trials;

/// <summary>Which cause was said first in which scenario, as docs/diagnosis-matrix.md shows it.</summary>
public static class Matrix
{
    /// <summary>How the row of a scenario begins, seen from one place.</summary>
    public static string RowOf(string scenario, string from) => $"| {scenario} | {from} |";

    public static string Print(IReadOnlyList<Outcome> outcomes)
    {
        var faulty = outcomes.Where(o => o.Moment.ShowsTheFault).ToList();
        var text = new StringBuilder(
            """
            # Which cause is said of which scenario

            Made by `dotnet run -c Release --project tests/SpiBot.Trials -- matrix`, and held by a test: do not edit it by hand.

            Every scenario of the Lab is played with many seeds on a clock of its own; the platform's queries are typed at the simulated consoles, twice, 30 s apart, at
            several moments (before the onset, at it, minutes later, after the next rekey, after a remedy), and the rules judge what was read. *From* is who
            looks: a gateway with the other end read too, or alone, as where the other end is not ours.

            The share of all moments at which the fault is there, in percent, by the cause that stood first; where two looks from one end alone cannot tell two causes apart, both are right
            (bold: right).


            """
        );
        text.AppendLine($"Seeds: {outcomes.DistinctBy(o => o.Seed).Count()}.").AppendLine();
        text.AppendLine("| scenario | from | said first |").AppendLine("|---|---|---|");
        foreach (var row in faulty.GroupBy(o => (o.Trial.Scenario, o.Expected.From.Name)))
        {
            var said = row.GroupBy(o => o.Diagnosis.First.Cause)
                .OrderByDescending(cause => cause.Count())
                .Select(cause =>
                {
                    var right = cause.All(o => o.IsRight);
                    var share = (int)Math.Round(100.0 * cause.Count() / row.Count());
                    return $"{(right ? "**" : "")}`{cause.Key}`{(right ? "**" : "")} {share}";
                });
            text.AppendLine($"{RowOf(row.Key.Scenario, row.Key.Name)} {string.Join(", ", said)} |");
        }

        var all = outcomes.GroupBy(o =>
            o.Moment.ShowsTheFault ? "with the fault" : "before it, or after it was mended"
        );
        text.AppendLine()
            .AppendLine("| moments | right | a clear offered that cannot help, or a wrong peer named |")
            .AppendLine("|---|---|---|");
        foreach (var kind in all.OrderByDescending(k => k.Key.Length))
        {
            text.AppendLine(
                $"| {kind.Key}: {kind.Count()} | {100.0 * kind.Count(o => o.IsRight) / kind.Count():0.0} % | {kind.Count(o => o.Unsafe is not null)} |"
            );
        }

        return text.ToString();
    }
}
