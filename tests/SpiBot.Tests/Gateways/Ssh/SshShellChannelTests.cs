using System.Net;
using System.Net.Sockets;
using System.Text;
using Renci.SshNet;
using SpiBot.Gateways.Ssh;
using SpiBot.Lab.Ssh;

namespace SpiBot.Tests.Gateways.Ssh;

public sealed class SshShellChannelTests
{
    private const int LargestPacket = 64 * 1024;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_came_before_anybody_read_is_there_and_in_order()
    {
        await using var front = await SshFront.Start([new(Bench.Name, new ScriptedFirewall())], Ct);
        await using var channel = Open(front.Listeners[0].Port);

        await channel.Write("show clock\nshow clock\n"u8.ToArray(), Ct);

        Assert.StartsWith(
            "Type help",
            await Until(channel, "ciscoasa> show clock", times: 2),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_connection_that_is_cut_on_the_way_ends_the_output_at_once()
    {
        await using var front = await SshFront.Start([new(Bench.Name, new ScriptedFirewall())], Ct);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var accepting = listener.AcceptTcpClientAsync(Ct).AsTask();
        var opening = Task.Run(() => Open(((IPEndPoint)listener.LocalEndpoint).Port), Ct);
        using var near = await accepting;
        using var far = new TcpClient();
        await far.ConnectAsync(IPAddress.Loopback, front.Listeners[0].Port, Ct);
        var (outward, homeward) = (
            near.GetStream().CopyToAsync(far.GetStream(), Ct),
            far.GetStream().CopyToAsync(near.GetStream(), Ct)
        );
        await using var channel = await opening;
        await Until(channel, "ciscoasa>", times: 1);

        near.Close();
        far.Close();

        await Assert.ThrowsAsync<IOException>(() => channel.Output.Completion.WaitAsync(Long, TimeProvider.System, Ct));
        await Task.WhenAll(outward, homeward).ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    [Fact]
    public async Task A_box_that_hangs_up_ends_the_output()
    {
        await using var front = await SshFront.Start([new(Bench.Name, new ScriptedFirewall())], Ct);
        await using var channel = Open(front.Listeners[0].Port);
        await Until(channel, "ciscoasa>", times: 1);

        await channel.Write("exit\n"u8.ToArray(), Ct);

        await foreach (var _ in channel.Output.ReadAllAsync(Ct)) { }
        await channel.Output.Completion.WaitAsync(Long, TimeProvider.System, Ct);
    }

    [Fact]
    public async Task What_comes_faster_than_it_is_read_waits_outside_and_is_there_whole()
    {
        var lines = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"line {i} of a very long listing\n"));
        var firewall = new ScriptedFirewall { Answers = line => line == "show many" ? lines : "" };
        await using var front = await SshFront.Start([new(Bench.Name, firewall)], Ct);
        await using var channel = Open(front.Listeners[0].Port);
        await Until(channel, "ciscoasa>", times: 1);
        await channel.Write("show many\n"u8.ToArray(), Ct);
        var said = new StringBuilder();
        for (var fragment = 0; fragment < 10; fragment++)
        {
            while (channel.Unread <= UnreadOutput.Most)
            {
                await Task.Yield();
            }

            Assert.InRange(channel.Unread, 0, UnreadOutput.Most + LargestPacket);
            said.Append(Encoding.ASCII.GetString(await channel.Output.ReadAsync(Ct)));
        }

        said.Append(await Until(channel, "ciscoasa>", times: 1));

        Assert.Contains(lines, said.Replace("\r\n", "\n").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_that_prints_without_end_and_is_not_read_can_be_closed()
    {
        var lines = string.Concat(Enumerable.Repeat("0123456789\n", 100_000));
        var firewall = new ScriptedFirewall { Answers = line => line == "show many" ? lines : "" };
        await using var front = await SshFront.Start([new(Bench.Name, firewall)], Ct);
        var channel = Open(front.Listeners[0].Port);
        await Until(channel, "ciscoasa>", times: 1);
        await channel.Write("show many\n"u8.ToArray(), Ct);
        await channel.Output.WaitToReadAsync(Ct);

        await channel.DisposeAsync().AsTask().WaitAsync(Long, TimeProvider.System, Ct);

        await foreach (var _ in channel.Output.ReadAllAsync(Ct)) { }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static SshShellChannel Open(int port)
    {
        var client = new SshClient("127.0.0.1", port, "spibot", ScriptedFirewall.Password);
        client.Connect();
        return new SshShellChannel(client, new Route(), TimeProvider.System);
    }

    private static async Task<string> Until(SshShellChannel channel, string text, int times)
    {
        var said = new StringBuilder();
        while (said.ToString().Split(text).Length <= times)
        {
            said.Append(Encoding.ASCII.GetString(await channel.Output.ReadAsync(Ct)));
        }

        return said.ToString();
    }
}
