using System.Net;
using System.Net.Sockets;
using SpiBot.Cli;
using SpiBot.Hosting;
using SpiBot.Operations.Storage;

namespace SpiBot.Tests.Hosting;

public sealed class RefusedStartTests
{
    /// <summary>A mistyped command must not become a second server.</summary>
    [Theory]
    [InlineData(true, "bakcup", "copy.db")]
    [InlineData(true, "audit", "verify")]
    [InlineData(true, "--help")]
    [InlineData(false, "--environment", "Development")]
    [InlineData(false, "/Storage:Provider", "sqlite")]
    [InlineData(false, "Storage:Provider=sqlite")]
    [InlineData(false)]
    public void A_word_that_is_no_setting_is_meant_for_a_command(bool command, params string[] args) =>
        Assert.Equal(command, CommandLine.Speaks(args));

    [Fact]
    public void An_address_that_the_machine_does_not_have_is_told_in_words()
    {
        using var listener = new TcpListener(IPAddress.Parse("192.0.2.1"), 8080);
        var failure = Assert.ThrowsAny<SocketException>(listener.Start);

        Assert.StartsWith("it cannot listen where it is told to (", SpiBotHost.WhyNot(failure));
        Assert.Equal(
            "no token",
            SpiBotHost.WhyNot(new AggregateException(new StorageRefusedException("no token", failure)))
        );
        Assert.Null(SpiBotHost.WhyNot(new InvalidOperationException("a mistake of ours")));
    }

    [Theory]
    [InlineData("Host=x.postgres.database.azure.com", "https://ossrdbms-aad.database.windows.net/.default")]
    [InlineData(
        "Host=x.postgres.database.usgovcloudapi.net",
        "https://ossrdbms-aad.database.usgovcloudapi.net/.default"
    )]
    [InlineData("Host=x.postgres.database.chinacloudapi.cn", "https://ossrdbms-aad.database.chinacloudapi.cn/.default")]
    [InlineData(null, "https://ossrdbms-aad.database.windows.net/.default")]
    public void The_token_for_the_database_is_of_its_cloud(string? connectionString, string scope) =>
        Assert.Equal(scope, DatabaseTokens.ScopeFor(connectionString));
}
