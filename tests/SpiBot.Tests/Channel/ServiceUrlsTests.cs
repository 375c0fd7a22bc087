using CsCheck;
using SpiBot.Channel.Connector;

namespace SpiBot.Tests.Channel;

public sealed class ServiceUrlsTests
{
    [Theory]
    [InlineData("https://smba.trafficmanager.net/emea/")]
    [InlineData("https://smba.trafficmanager.net:443/teams/0123-tenant")]
    [InlineData("https://SMBA.infra.gcc.teams.microsoft.com/teams")]
    [InlineData("https://smba.infra.gov.teams.microsoft.us/teams")]
    [InlineData("https://smba.infra.dod.teams.microsoft.us/teams")]
    public void The_channels_hosts_are_answered_with_a_token_everywhere(string serviceUrl)
    {
        Assert.Equal(Reach.WithToken, new ServiceUrls(development: false).Judge(serviceUrl));
        Assert.Equal(Reach.WithToken, new ServiceUrls(development: true).Judge(serviceUrl));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("emea/")]
    [InlineData("http://smba.trafficmanager.net/emea/")]
    [InlineData("https://smba.trafficmanager.net:8443/")]
    [InlineData("https://evil.trafficmanager.net/")]
    [InlineData("https://smba.trafficmanager.net.evil.example/")]
    [InlineData("https://smba.trafficmanager.net@evil.example/")]
    [InlineData("https://user@smba.trafficmanager.net/")]
    [InlineData("https://smba.trafficmanager.net/?to=https://evil.example")]
    [InlineData("https://smba.trafficmanager.net/#x")]
    [InlineData("https://smba.trafficmanager.net./")]
    [InlineData("https://smba.trafficmanager.net\\@evil.example/")]
    [InlineData("ftp://localhost/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://localhost.evil.example/")]
    [InlineData("http://192.0.2.7/")]
    public void Anything_else_is_refused_also_in_Development(string? serviceUrl)
    {
        Assert.Equal(Reach.Refused, new ServiceUrls(development: false).Judge(serviceUrl));
        Assert.Equal(Reach.Refused, new ServiceUrls(development: true).Judge(serviceUrl));
    }

    [Theory]
    [InlineData("https://localhost:4711/connector", Reach.WithToken)]
    [InlineData("https://127.0.0.1:4711/", Reach.WithToken)]
    [InlineData("https://[::1]:4711/", Reach.WithToken)]
    [InlineData("http://localhost:56150/_connector", Reach.WithoutToken)]
    [InlineData("http://127.0.0.1:56150/_connector", Reach.WithoutToken)]
    public void This_machine_is_answered_in_Development_only(string serviceUrl, Reach expected)
    {
        Assert.Equal(expected, new ServiceUrls(development: true).Judge(serviceUrl));
        Assert.Equal(Reach.Refused, new ServiceUrls(development: false).Judge(serviceUrl));
    }

    [Fact]
    public void No_other_name_under_the_public_suffixes_is_believed() =>
        Gen.Select(
                Gen.String[Gen.Char.AlphaNumeric, 1, 12]
                    .Where(name => !name.Equals("smba", StringComparison.OrdinalIgnoreCase)),
                Gen.OneOf(
                    Gen.Const("trafficmanager.net"),
                    Gen.Const("infra.gcc.teams.microsoft.com"),
                    Gen.Const("infra.gov.teams.microsoft.us")
                )
            )
            .Sample((name, suffix) => new ServiceUrls(true).Judge($"https://{name}.{suffix}/teams") == Reach.Refused);
}
