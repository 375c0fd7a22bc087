using System.Globalization;

namespace SpiBot.EndToEnd.Real;

/// <summary>
/// Two real strongSwan in network namespaces with ESP in userland (this needs no IPsec in the kernel), a tunnel between them, and Debian's OpenSSH in each. Nothing
/// of it is left behind: what a killed run left is removed by the next.
/// </summary>
internal sealed class StrongSwanPair : IAsyncDisposable
{
    private static readonly string[] Programs =
    [
        "/usr/lib/ipsec/charon",
        "/usr/lib/ipsec/plugins/libstrongswan-kernel-libipsec.so",
        "/usr/sbin/swanctl",
        "/usr/sbin/sshd",
        "/usr/bin/ssh-keygen",
        "/usr/bin/nsenter",
        "/dev/net/tun",
    ];

    private readonly string folder = Namespaces.FolderOf(Environment.ProcessId);
    private readonly List<StrongSwanEnd> ends = [];

    private StrongSwanPair() { }

    public StrongSwanEnd Hq => ends[0];

    public StrongSwanEnd Branch => ends[1];

    /// <summary>The private key that both ends let in, in PEM.</summary>
    public string UserKey { get; private set; } = "";

    /// <summary>What lacks here, in words; null when the pair can be made.</summary>
    public static async Task<string?> WhyNot(CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return "it makes network namespaces, which needs root on Linux";
        if (Programs.FirstOrDefault(path => !File.Exists(path)) is { } missing)
            return $"{missing} is missing (./test.sh installs strongSwan and OpenSSH by apt where it may)";
        foreach (var program in new[] { "ip", "ss", "ping" })
        {
            if (
                !(Environment.GetEnvironmentVariable("PATH") ?? "")
                    .Split(':')
                    .Any(at => File.Exists(Path.Combine(at, program)))
            )
                return $"{program} is missing (packages iproute2, iputils-ping)";
        }

        var root = (await File.ReadAllLinesAsync("/etc/shadow", ct)).FirstOrDefault(line =>
            line.StartsWith("root:", StringComparison.Ordinal)
        );
        if (root?.Split(':')[1].StartsWith('!') == true)
            return "root is locked on this machine, and sshd lets nobody locked in";
        return await WhatTheKernelDenies(ct);
    }

    /// <summary>A container may be root and yet have no namespaces, no mounts or no TUN.</summary>
    private static async Task<string?> WhatTheKernelDenies(CancellationToken ct)
    {
        var probe = Namespaces.NameOf("probe");
        const string All = "mount -t tmpfs none /run && ip tuntap add mode tun name probe0";
        try
        {
            var (code, printed) = await Tool.Try(ct, "ip", "netns", "add", probe);
            if (code == 0)
                (code, printed) = await Tool.Try(ct, "ip", "netns", "exec", probe, "unshare", "-m", "sh", "-c", All);
            return code == 0 ? null : $"network namespaces, mounts and TUN are needed here: {printed.Trim()}";
        }
        finally
        {
            await Namespaces.Remove(probe, CancellationToken.None);
        }
    }

    public static async Task<StrongSwanPair> Start(CancellationToken ct)
    {
        var pair = new StrongSwanPair();
        try
        {
            await pair.Open(ct);
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var end in ends)
            await end.DisposeAsync();
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private async Task Open(CancellationToken ct)
    {
        await Namespaces.RemoveStale(ct);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var key = Path.Combine(folder, "user");
        await Tool.Run(ct, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key);
        UserKey = await File.ReadAllTextAsync(key, ct);

        var (ours, theirs) = await FreeManagement(ct);
        ends.Add(new(new("hq", "192.0.2.1", "192.0.2.2", "10.1.0.1", "10.2.0.1", ours.Inside, ours.Host), folder));
        ends.Add(new(new("br", "192.0.2.2", "192.0.2.1", "10.2.0.1", "10.1.0.1", theirs.Inside, theirs.Host), folder));
        foreach (var end in ends)
        {
            await end.Prepare(key, ct);
            await Tool.Run(ct, "ip", "netns", "add", end.Namespace);
            await Tool.Run(ct, "ip", "-n", end.Namespace, "link", "set", "lo", "up");
            await Tool.Run(ct, "ip", "-n", end.Namespace, "addr", "add", end.Plan.Inner + "/24", "dev", "lo");
            await Cable(($"m{Environment.ProcessId}{end.Plan.Name}", null), ("mgmt", end.Namespace), ct);
            await Plug(null, $"m{Environment.ProcessId}{end.Plan.Name}", end.Plan.Host + "/30", ct);
            await Plug(end.Namespace, "mgmt", end.Plan.Management + "/30", ct);
        }

        await Cable(("wan", Hq.Namespace), ("wan", Branch.Namespace), ct);
        foreach (var end in ends)
            await Plug(end.Namespace, "wan", end.Plan.VpnAddress + "/24", ct);
        foreach (var end in ends)
            await end.Start(ct);
        await Hq.Swanctl(ct, "--initiate", "--child", "net", "--timeout", "10");
    }

    private static Task Cable(
        (string Name, string? Namespace) one,
        (string Name, string? Namespace) other,
        CancellationToken ct
    ) =>
        Tool.Run(
            ct,
            [
                "ip",
                "link",
                "add",
                one.Name,
                .. one.Namespace is { } here ? ["netns", here] : Array.Empty<string>(),
                "type",
                "veth",
                "peer",
                "name",
                other.Name,
                .. other.Namespace is { } there ? ["netns", there] : Array.Empty<string>(),
            ]
        );

    private static async Task Plug(string? inNamespace, string link, string address, CancellationToken ct)
    {
        string[] ip = inNamespace is null ? ["ip"] : ["ip", "-n", inNamespace];
        await Tool.Run(ct, [.. ip, "addr", "add", address, "dev", link]);
        await Tool.Run(ct, [.. ip, "link", "set", link, "up"]);
    }

    /// <summary>Two small networks of the documentation's addresses that this machine has no use for now, so that several runs get on with each other.</summary>
    private static async Task<((string Host, string Inside) Ours, (string Host, string Inside) Theirs)> FreeManagement(
        CancellationToken ct
    )
    {
        var taken = await Tool.Run(ct, "ip", "-4", "-o", "addr");
        const int blocks = 64;
        for (var i = 0; i < blocks; i++)
        {
            var at = (Environment.ProcessId + i) % blocks * 4;
            var ours = (Host: $"203.0.113.{at + 1}", Inside: $"203.0.113.{at + 2}");
            var theirs = (Host: $"198.51.100.{at + 1}", Inside: $"198.51.100.{at + 2}");
            if (
                !taken.Contains($" {ours.Host}/", StringComparison.Ordinal)
                && !taken.Contains($" {theirs.Host}/", StringComparison.Ordinal)
            )
                return (ours, theirs);
        }

        throw new InvalidOperationException(
            $"All {blocks.ToString(CultureInfo.InvariantCulture)} management networks are taken."
        );
    }
}
