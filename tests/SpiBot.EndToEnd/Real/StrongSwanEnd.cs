using System.Diagnostics;

namespace SpiBot.EndToEnd.Real;

/// <summary>Where one end of the pair is. Its management address is one that only this machine and the namespace know.</summary>
internal sealed record EndPlan(
    string Name,
    string VpnAddress,
    string PeerAddress,
    string Inner,
    string PeerInner,
    string Management,
    string Host
);

/// <summary>One strongSwan with its sshd, in a network namespace and with a /run of its own, so that several charons get on with each other.</summary>
internal sealed class StrongSwanEnd(EndPlan plan, string folder) : IAsyncDisposable
{
    private const string Charon = "/usr/lib/ipsec/charon";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private Process? sshd;
    private Process? charon;

    public EndPlan Plan => plan;

    public string Namespace => Namespaces.NameOf(plan.Name);

    public string HostKey { get; private set; } = "";

    private string Folder => Path.Combine(folder, plan.Name);

    public async Task Prepare(string userKey, CancellationToken ct)
    {
        Directory.CreateDirectory(Path.Combine(Folder, "swanctl"));
        var hostKey = Path.Combine(Folder, "host");
        await Tool.Run(ct, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", hostKey);
        HostKey = (await Tool.Run(ct, "ssh-keygen", "-lf", hostKey + ".pub")).Split(' ')[1];
        File.Copy(userKey + ".pub", Path.Combine(Folder, "authorized"));
        await File.WriteAllTextAsync(
            Path.Combine(Folder, "sshd.conf"),
            $"""
            ListenAddress {plan.Management}
            Port 22
            HostKey {hostKey}
            AuthorizedKeysFile {Path.Combine(Folder, "authorized")}
            PidFile none
            UsePAM no
            StrictModes no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin prohibit-password

            """,
            ct
        );
        await File.WriteAllTextAsync(
            Path.Combine(Folder, "strongswan.conf"),
            $$"""
            charon {
              load = random nonce aes sha1 sha2 hmac kdf pem pkcs1 x509 revocation curve25519 gmp openssl kernel-libipsec kernel-netlink socket-default vici updown
              plugins { kernel-libipsec { allow_peer_ts = yes } }
              filelog { log { path = {{Path.Combine(Folder, "charon.log")}}
                default = 1 } }
            }

            """,
            ct
        );
        await File.WriteAllTextAsync(
            Path.Combine(Folder, "swanctl", "swanctl.conf"),
            $$"""
            connections { site { version = 2
              local_addrs = {{plan.VpnAddress}}
              remote_addrs = {{plan.PeerAddress}}
              encap = yes
              dpd_delay = 3600s
              local { auth = psk
                id = {{plan.VpnAddress}} }
              remote { auth = psk
                id = {{plan.PeerAddress}} }
              children { net { local_ts = {{plan.Inner}}/24
                remote_ts = {{plan.PeerInner}}/24
                esp_proposals = aes128-sha256 } } } }
            secrets { ike-1 { secret = "only-for-this-test" } }

            """,
            ct
        );
    }

    /// <summary>The namespace must be there, with its addresses.</summary>
    public async Task Start(CancellationToken ct)
    {
        sshd = Tool.Start(
            [
                "ip",
                "netns",
                "exec",
                Namespace,
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs none /run && mkdir -p /run/sshd && exec /usr/sbin/sshd -D -e -f \"$0\"",
                Path.Combine(Folder, "sshd.conf"),
            ],
            new Dictionary<string, string>()
        );
        await Until(
            async () =>
                (await Tool.Try(ct, "ip", "netns", "exec", Namespace, "ss", "-ltnH")).Printed.Contains(
                    ":22 ",
                    StringComparison.Ordinal
                ),
            "sshd",
            ct
        );
        await StartCharon(ct);
    }

    /// <summary>As in a power failure: nobody is told, and what it knew is forgotten.</summary>
    public async Task Restart(CancellationToken ct)
    {
        charon!.Kill();
        await charon.WaitForExitAsync(ct);
        charon.Dispose();
        await StartCharon(ct);
    }

    public Task<string> Swanctl(CancellationToken ct, params string[] arguments) =>
        Tool.Run(ct, [.. Inside, "swanctl", .. arguments]);

    /// <returns>Percent lost.</returns>
    public async Task<int> Lost(CancellationToken ct)
    {
        var (_, printed) = await Tool.Try(
            ct,
            [.. Inside, "ping", "-q", "-c", "4", "-i", "0.2", "-W", "1", "-I", plan.Inner, plan.PeerInner]
        );
        var before = printed[..printed.IndexOf("% packet loss", StringComparison.Ordinal)];
        return int.Parse(before[(before.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Traffic that goes on until it is ended.</summary>
    public Process Talk() =>
        Tool.Start(
            [.. Inside, "ping", "-q", "-i", "0.1", "-I", plan.Inner, plan.PeerInner],
            new Dictionary<string, string>()
        );

    public async ValueTask DisposeAsync()
    {
        foreach (var process in new[] { charon, sshd }.OfType<Process>())
        {
            Tool.End(process);
            process.Dispose();
        }

        await Namespaces.Remove(Namespace, CancellationToken.None);
    }

    private string[] Inside => ["nsenter", "-t", $"{sshd!.Id}", "-n", "-m"];

    private async Task StartCharon(CancellationToken ct)
    {
        charon = Tool.Start(
            [.. Inside, Charon],
            new Dictionary<string, string> { ["STRONGSWAN_CONF"] = Path.Combine(Folder, "strongswan.conf") }
        );
        // What nobody reads would stop it some day.
        charon.OutputDataReceived += (_, _) => { };
        charon.ErrorDataReceived += (_, _) => { };
        charon.BeginOutputReadLine();
        charon.BeginErrorReadLine();
        await Until(async () => (await Tool.Try(ct, [.. Inside, "swanctl", "--stats"])).Code == 0, "charon", ct);
        await Tool.Run(
            ct,
            [.. Inside, "env", $"SWANCTL_DIR={Path.Combine(Folder, "swanctl")}", "swanctl", "--load-all"]
        );
    }

    private async Task Until(Func<Task<bool>> isSo, string what, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        while (!await isSo())
        {
            if (limit.IsCancellationRequested)
                throw new InvalidOperationException(
                    $"{what} of {plan.Name} did not come up within {Patience.TotalSeconds} s."
                );
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, ct);
        }
    }
}
