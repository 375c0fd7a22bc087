using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using SpiBot.Lab.Scenarios;

namespace SpiBot.Tests.Lab.Firewalls;

/// <summary>One selector as read off the screen.</summary>
public sealed record Shown(
    string Local,
    string Remote,
    long Encaps,
    long Decaps,
    string CurrentOut,
    string CurrentIn,
    IReadOnlyList<string> Inbound,
    IReadOnlyList<string> Outbound,
    int Rekeyed
);

/// <summary>Reads the consoles' answers in the plainest way, apart from all code of SpiBot.</summary>
public static class Screen
{
    public const string Berlin = "203.0.113.9";
    public const string Hq = "198.51.100.1";
    public const string BerlinV6 = "2001:db8:113::9";
    public const string HqV6 = "2001:db8:51:100::1";
    public const string Acme = "192.0.2.77";

    public static DateTimeOffset Night { get; } = new(2026, 11, 23, 2, 27, 40, TimeSpan.Zero);

    public static FakeTimeProvider Clock() => new(Night);

    public static async Task<IReadOnlyList<Shown>> Sas(this Terminal terminal, string peer) =>
        Sas(await terminal.Ask($"show crypto ipsec sa peer {peer}"));

    public static IReadOnlyList<Shown> Sas(string text) =>
        [.. text.Split("      access-list ").Skip(1).Select(Selector)];

    public static async Task<long> InvalidSpis(this Terminal terminal) =>
        Drops(await terminal.Ask("show asp drop"), "np-sp-invalid-spi");

    public static long Drops(string text, string keyword)
    {
        var row = Regex.Match(text, $@"\({Regex.Escape(keyword)}\) +(\d+)", RegexOptions.None, TimeSpan.FromSeconds(1));
        return row.Success ? long.Parse(row.Groups[1].Value) : 0;
    }

    /// <summary>Each end sends with an SPI that the other accepts, on every selector.</summary>
    public static void MustMatch(IReadOnlyList<Shown> near, IReadOnlyList<Shown> far)
    {
        Assert.NotEmpty(near);
        Assert.Equal(near.Count, far.Count);
        foreach (var here in near)
        {
            var there = far.Single(f => f.Local == here.Remote && f.Remote == here.Local);
            Assert.Contains(here.CurrentOut, there.Inbound);
            Assert.Contains(there.CurrentOut, here.Inbound);
        }
    }

    public static async Task MustBeHealthy(Terminal hq, Terminal berlin) =>
        MustMatch(await hq.Sas(Berlin), await berlin.Sas(Hq));

    public static LabNetwork Network(string scenario, out FakeTimeProvider clock, int seed = 1)
    {
        clock = Clock();
        return new LabNetwork(scenario, clock, seed, branches: 0);
    }

    private static Shown Selector(string block)
    {
        var halves = block.Split("    outbound esp sas:\n");
        return new Shown(
            One(block, @"local ident \(addr/mask/prot/port\): \(([^)]+)/0/0\)"),
            One(block, @"remote ident \(addr/mask/prot/port\): \(([^)]+)/0/0\)"),
            long.Parse(One(block, @"#pkts encaps: (\d+)")),
            long.Parse(One(block, @"#pkts decaps: (\d+)")),
            One(block, "current outbound spi: ([0-9A-F]{8})\n"),
            One(block, "current inbound spi : ([0-9A-F]{8})\n"),
            All(halves[0], @"spi: 0x([0-9A-F]{8}) \("),
            All(halves[1], @"spi: 0x([0-9A-F]{8}) \("),
            All(block, @"(Rekeyed)\}").Count
        );
    }

    private static string One(string text, string pattern) => Assert.Single(All(text, pattern));

    private static List<string> All(string text, string pattern) =>
        [.. Regex.Matches(text, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)).Select(m => m.Groups[1].Value)];
}
