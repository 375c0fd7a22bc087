using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SpiBot.Hosting;

namespace SpiBot.Tests.Hosting;

public sealed class SiloPortTests
{
    [Fact]
    public async Task A_silo_port_that_was_taken_meanwhile_is_recognised_so_that_others_are_picked()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var host = new HostBuilder()
            .ConfigureLogging(log => log.ClearProviders())
            .UseOrleans(silo => silo.UseLocalhostClustering(port, gatewayPort: 0))
            .Build();

        var failure = await Assert.ThrowsAnyAsync<Exception>(() =>
            host.StartAsync(TestContext.Current.CancellationToken)
        );

        Assert.True(SpiBotHost.IsTakenSiloPort(failure), failure.ToString());
    }

    [Fact]
    public async Task A_taken_port_of_the_web_server_is_another_matter()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");
        await using var app = builder.Build();

        var failure = await Assert.ThrowsAnyAsync<Exception>(() =>
            app.StartAsync(TestContext.Current.CancellationToken)
        );

        Assert.False(SpiBotHost.IsTakenSiloPort(failure), failure.ToString());
    }
}
