using Microsoft.Extensions.Configuration;
using SpiBot.Configuration;

namespace SpiBot.Tests.Configuration;

public sealed class OptionsCheckTest
{
    [Theory]
    [InlineData("Conversations:LeastInterval", "00:00:00", null)]
    [InlineData("Conversations:LeastInterval", "00:10:00", null)]
    [InlineData("Conversations:LeastInterval", "00:10:01", "00:10:01 is not between 00:00:00 and 00:10:00")]
    [InlineData("Conversations:LeastInterval", "-00:00:01", "-00:00:01 is not between 00:00:00 and 00:10:00")]
    [InlineData("Checks:SecondLookAfter", "00:00:00", "00:00:00 is not between 00:00:01 and 00:10:00")]
    public void An_interval_out_of_its_range_is_named(string name, string value, string? problem)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create(name, (string?)value)])
            .Build();

        var problems = OptionsCheck.Problems(configuration, development: true);

        Assert.Equal(
            problem is null ? [] : [$"{name}: {problem}"],
            problems.Where(p => p.StartsWith(name, StringComparison.Ordinal))
        );
    }
}
