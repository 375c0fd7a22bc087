using SpiBot.Fuzz;

namespace SpiBot.Tests.Gateways;

/// <summary>The short form of <c>dotnet run -c Release --project tests/SpiBot.Fuzz -- --minutes N</c>: the same inputs in each run.</summary>
public sealed class FuzzTests
{
    private const int Inputs = 25;

    [Fact]
    public void Damaged_texts_are_read_or_a_failure_says_where()
    {
        var run = new FuzzRun(seed: 402114);
        for (var input = 0; input < Inputs; input++)
        {
            run.Next();
        }

        Assert.True(run.Findings.Count == 0, string.Join("\n", run.Findings.Take(3)));
        Assert.Equal(Inputs * Target.All.Count, run.Readings);
        Assert.True(Target.All.Count > 35, "the readers are found by their form");
    }
}
