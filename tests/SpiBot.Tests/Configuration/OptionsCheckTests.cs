using Microsoft.Extensions.Configuration;
using SpiBot.Configuration;

namespace SpiBot.Tests.Configuration;

public sealed class OptionsCheckTests
{
    [Theory]
    [InlineData("00:00:29", false, "00:00:29 is not between 00:00:30 and 00:10:00")]
    [InlineData("00:00:29", true, null)]
    [InlineData("00:00:30", false, null)]
    public void Only_on_a_desk_a_watch_looks_more_often(string every, bool development, string? problem)
    {
        var problems = Problems("Watches:LookEvery", every, development);

        Assert.Equal(problem is null ? [] : [$"Watches:LookEvery: {problem}"], problems);
    }

    [Theory]
    [InlineData("Watches:Lasts", "3.00:00:01", "3.00:00:01 is not between 00:01:00 and Watches:Longest (3.00:00:00)")]
    [InlineData("Watches:DropsPerSecond", "0", "0 is not a rate above 0")]
    [InlineData("Watches:Most", "0", "0 is not between 1 and 10000")]
    [InlineData("Watches:MostPerPerson", "0", "0 is not 1 or more")]
    [InlineData("Watches:MostPerChannel", "-1", "-1 is not 1 or more")]
    [InlineData("Conversations:LeastInterval", "00:00:00", null)]
    [InlineData("Conversations:LeastInterval", "00:10:00", null)]
    [InlineData("Conversations:LeastInterval", "00:10:01", "00:10:01 is not between 00:00:00 and 00:10:00")]
    [InlineData("Conversations:LeastInterval", "-00:00:01", "-00:00:01 is not between 00:00:00 and 00:10:00")]
    [InlineData("Checks:SecondLookAfter", "00:00:00", "00:00:00 is not between 00:00:01 and 00:10:00")]
    public void An_interval_out_of_its_range_is_named(string name, string value, string? problem)
    {
        var problems = Problems(name, value, development: true);

        Assert.Equal(problem is null ? [] : [$"{name}: {problem}"], problems);
    }

    private static IEnumerable<string> Problems(string name, string value, bool development)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create(name, (string?)value)])
            .Build();
        return OptionsCheck
            .Problems(configuration, development)
            .Where(problem => problem.StartsWith(name, StringComparison.Ordinal));
    }
}
