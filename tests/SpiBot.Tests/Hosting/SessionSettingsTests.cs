using Microsoft.Extensions.Configuration;
using SpiBot.Configuration;
using SpiBot.Gateways.Ssh;

namespace SpiBot.Tests.Hosting;

public sealed class SessionSettingsTests
{
    [Fact]
    public void By_default_an_answer_may_be_32_MiB_long() =>
        Assert.Equal(32 * 1024 * 1024, new SessionLimits().LongestAnswer);

    [Fact]
    public void They_come_from_the_configuration() =>
        Assert.Equal(
            (1_000_000, TimeSpan.FromSeconds(90)),
            Of(("Sessions:LongestAnswer", "1000000"), ("Sessions:Silence", "00:01:30"))
                .GetSection(SessionLimits.Section)
                .Get<SessionLimits>()
                is { } limits
                ? (limits.LongestAnswer, limits.Silence)
                : default
        );

    [Theory]
    [InlineData("Sessions:LongestAnswer", "1000")]
    [InlineData("Sessions:LongestAnswer", "much")]
    [InlineData("Sessions:Connect", "00:00:00")]
    [InlineData("Sessions:RefusedFor", "00:00:00")]
    [InlineData("Sessions:RefusedFor", "9999999.00:00:00")]
    public void A_setting_without_sense_is_told(string name, string value) =>
        Assert.Contains(
            OptionsCheck.Problems(Of((name, value)), development: true),
            problem => problem.StartsWith("Sessions", StringComparison.Ordinal)
        );

    private static IConfiguration Of(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value)))
            .Build();
}
