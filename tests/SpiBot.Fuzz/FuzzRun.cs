namespace SpiBot.Fuzz;

/// <summary>What went wrong with an input: enough to see it again.</summary>
public sealed record Finding(string Target, string What, string Input)
{
    public override string ToString() => $"=== {Target}: {What}\n{Input}\n===";
}

/// <summary>
/// Reads one damaged text after the other with everything that takes text from a device or a paste. The same seed makes the same inputs.
/// </summary>
public sealed class FuzzRun(int seed)
{
    public const int MostFindings = 20;

    /// <summary>What any reading may take, however busy the machine: far more than a linear reader needs, far less than a quadratic one takes.</summary>
    private static readonly TimeSpan Always = TimeSpan.FromSeconds(3);

    private const double MicrosecondsPerCharacter = 20;

    private readonly Mutator mutator = new(seed, Corpus.Texts);
    private readonly IReadOnlyList<Target> targets = Target.All;
    private readonly List<Finding> findings = [];
    private double worst;

    public long Inputs { get; private set; }

    public long Readings { get; private set; }

    /// <summary>What is being read now, and by what.</summary>
    public string Input { get; private set; } = "";

    public string Reading { get; private set; } = "";

    /// <summary>The reading that took longest for its length.</summary>
    public string Slowest { get; private set; } = "";

    public IReadOnlyList<Finding> Findings => findings;

    public void Next()
    {
        Input = mutator.Next();
        Inputs++;
        foreach (var target in targets)
        {
            Reading = target.Name;
            // Time on the processor: others may be using it, too.
            var before = Environment.CpuUsage.TotalTime;
            string? wrong;
            try
            {
                wrong = target.Read(Input);
            }
            catch (Exception e)
            {
                wrong = e.ToString();
            }

            Readings++;
            // The first input pays for what is compiled at its first use.
            wrong ??= Inputs == 1 ? null : Slow(Environment.CpuUsage.TotalTime - before, target.Name);
            if (wrong is not null && findings.Count < MostFindings)
            {
                findings.Add(new Finding(target.Name, wrong, Input));
            }
        }
    }

    private string? Slow(TimeSpan took, string name)
    {
        var perCharacter = took.TotalMicroseconds / (Input.Length + 1_000);
        if (perCharacter > worst)
        {
            worst = perCharacter;
            Slowest = $"{name}: {took.TotalMilliseconds:0.0} ms for {Input.Length} characters";
        }

        return took > Always && took.TotalMicroseconds > MicrosecondsPerCharacter * Input.Length
            ? $"took {took.TotalSeconds:0.0} s for {Input.Length} characters"
            : null;
    }
}
