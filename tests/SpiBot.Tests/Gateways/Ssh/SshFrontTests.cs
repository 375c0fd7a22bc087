using System.Diagnostics;
using System.Text;
using Renci.SshNet;
using Renci.SshNet.Common;
using SpiBot.Lab;
using SpiBot.Lab.Ssh;

namespace SpiBot.Tests.Gateways.Ssh;

/// <summary>The Lab's SSH front itself, met with a plain SSH client.</summary>
public sealed class SshFrontTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Serves_several_boxes_each_with_its_own_key_and_name()
    {
        await using var front = await SshFront.Start(
            [new("hq-fw1", new ScriptedFirewall()), new("berlin-fw1", new ScriptedFirewall()) { Ident = "Cisco-2.0" }],
            Ct
        );

        Assert.Equal(["hq-fw1", "berlin-fw1"], front.Listeners.Select(listener => listener.Name));
        Assert.Equal(2, front.Listeners.Select(listener => listener.HostKeyFingerprint).Distinct().Count());
        var seen = new List<string>();
        foreach (var listener in front.Listeners)
        {
            using var client = Client(listener.Port);
            client.HostKeyReceived += (_, shown) => seen.Add("SHA256:" + shown.FingerPrintSHA256);
            await client.ConnectAsync(Ct);
            seen.Add(client.ConnectionInfo.ServerVersion!);
        }

        Assert.Equal(
            [
                front.Listeners[0].HostKeyFingerprint,
                "SSH-2.0-Cisco-1.25",
                front.Listeners[1].HostKeyFingerprint,
                "SSH-2.0-Cisco-2.0",
            ],
            seen
        );
        Assert.Equal([1, 1], front.LoginAttempts.Values);
    }

    [Fact]
    public async Task A_command_without_a_shell_is_turned_down()
    {
        await using var front = await SshFront.Start([new("hq-fw1", new ScriptedFirewall())], Ct);
        using var client = Client(front.Listeners[0].Port);
        await client.ConnectAsync(Ct);
        using var command = client.CreateCommand("show clock");

        await Assert.ThrowsAnyAsync<SshException>(() => command.ExecuteAsync(Ct));
        // The front tells of it when it has turned it down.
        await Eventually.Holds(() => front.ExecRequests["hq-fw1"] == 1);
    }

    [Fact]
    public async Task An_ASA_takes_a_command_without_a_shell_and_never_answers_it()
    {
        await using var front = await SshFront.Start(
            [new("hq-fw1", new ScriptedFirewall()) { HangsOnExec = true }],
            Ct
        );
        using var client = Client(front.Listeners[0].Port);
        await client.ConnectAsync(Ct);
        using var command = client.CreateCommand("show clock");
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Ct);

        var answered = command.ExecuteAsync(giveUp.Token);
        var shown = "";
        while (!shown.Contains("ciscoasa> show clock", StringComparison.Ordinal))
        {
            var bytes = new byte[256];
            shown += Encoding.ASCII.GetString(bytes, 0, await command.OutputStream.ReadAsync(bytes, Ct));
        }

        await Eventually.Holds(() => front.ExecRequests["hq-fw1"] == 1);
        Assert.Equal(1, front.ExecRequests["hq-fw1"]);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answered);
    }

    [Fact]
    public async Task An_old_box_speaks_only_old_algorithms()
    {
        await using var front = await SshFront.Start([new("old", new ScriptedFirewall()) { Legacy = true }], Ct);
        using var client = Client(front.Listeners[0].Port);

        await client.ConnectAsync(Ct);

        Assert.Equal(
            ("diffie-hellman-group1-sha1", "3des-cbc", "hmac-sha1", "ssh-rsa"),
            (
                client.ConnectionInfo.CurrentKeyExchangeAlgorithm,
                client.ConnectionInfo.CurrentClientEncryption,
                client.ConnectionInfo.CurrentClientHmacAlgorithm,
                client.ConnectionInfo.CurrentHostKeyAlgorithm
            )
        );
    }

    [Fact]
    public async Task The_front_ends_with_its_parent()
    {
        var start = new ProcessStartInfo("node", [Path.Combine(LabFolder.Path, "Ssh", "front.js")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var node = Process.Start(start)!;
        await node.StandardInput.WriteLineAsync(
            """{"token":"t","shellPort":1,"endpoints":[{"name":"a","logins":["password"]}]}""".AsMemory(),
            Ct
        );
        Assert.Contains("listening", await node.StandardOutput.ReadLineAsync(Ct), StringComparison.Ordinal);

        // What the operating system does when a parent dies, however it dies.
        node.StandardInput.Close();

        await node.WaitForExitAsync(Ct);
        Assert.Equal(0, node.ExitCode);
    }

    private static SshClient Client(int port) => new("127.0.0.1", port, "spibot", ScriptedFirewall.Password);
}
