using SpiBot.Lab.Firewalls;

namespace SpiBot.Tests.Lab.Firewalls;

public sealed class SyslogTests
{
    private const string OnlyOurs = "show logging | include [gr] logging:|40211[469]|60230[34]";

    [Fact]
    public async Task A_dropped_SPI_is_written_at_most_once_in_five_seconds_with_its_sender()
    {
        var network = Screen.Network("peer-on-old-sa", out var clock);
        await using var hq = await Terminal.Enabled(network);
        await using var berlin = await Terminal.Enabled(network, "berlin-fw1");
        clock.Advance(TimeSpan.FromSeconds(30));
        var sent = (await berlin.Sas(Screen.Hq)).Select(s => s.CurrentOut).ToHashSet();
        var lines = Lines(await hq.Ask(OnlyOurs), 402114);
        Assert.NotEmpty(lines);
        Assert.All(
            lines,
            line =>
                Assert.Matches(
                    @"^Nov 23 2026 02:2\d:\d\d: %ASA-4-402114: IPSEC: Received an ESP packet \(SPI= 0x[0-9A-F]{8}, sequence number= 0x[0-9A-F]+\) from 203\.0\.113\.9 to 198\.51\.100\.1 with an invalid SPI\.$",
                    line
                )
        );
        Assert.Contains(Assert.Single(lines.Select(l => l.Split("SPI= 0x")[1][..8]).Distinct()), sent);
        var times = lines.Select(Time).ToList();
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task The_ring_holds_4096_bytes_and_mostly_of_other_things()
    {
        var network = Screen.Network("peer-on-old-sa", out _);
        await using var hq = await Terminal.Enabled(network);
        var all = (await hq.Ask("show logging")).Split('\n').Where(l => l.Contains("%ASA-")).ToList();
        Assert.InRange(all.Sum(l => l.Length + 2), 3500, SyslogBuffer.Default);
        Assert.Equal(
            all.Order(Comparer<string>.Create((a, b) => Time(a).CompareTo(Time(b)))).Select(Time),
            all.Select(Time)
        );
        Assert.InRange(Lines(await hq.Ask(OnlyOurs), 402114).Count, 1, all.Count / 2);
    }

    [Fact]
    public async Task Looking_often_changes_nothing()
    {
        var often = Screen.Network("peer-on-old-sa", out var clock);
        await using (var hq = await Terminal.Enabled(often))
        {
            for (var i = 0; i < 20; i++)
            {
                clock.Advance(TimeSpan.FromSeconds(1.5));
                await hq.Ask("show clock");
            }

            var once = Screen.Network("peer-on-old-sa", out var other);
            await using var hqOnce = await Terminal.Enabled(once);
            other.Advance(TimeSpan.FromSeconds(30));
            static string Times(string text) =>
                string.Join('\n', text.Split('\n').Where(l => l.Contains("%ASA-")).Select(l => l[..40]));
            Assert.Equal(Times(await hqOnce.Ask("show logging")), Times(await hq.Ask("show logging")));
        }
    }

    [Fact]
    public async Task A_clear_and_what_it_does_to_the_SAs_are_written()
    {
        var network = Screen.Network("healthy", out var clock);
        await using var hq = await Terminal.Enabled(network);
        var before = (await hq.Sas(Screen.Berlin)).SelectMany(s => s.Inbound).ToList();
        await hq.Ask("clear cry ips sa pe 203.0.113.9");
        clock.Advance(TimeSpan.FromSeconds(5));
        var after = (await hq.Sas(Screen.Berlin)).SelectMany(s => s.Inbound).ToList();
        Assert.NotEmpty(after);
        var log = await hq.Ask("show logging | include 111008|60230[34]");
        Assert.Contains(
            "User 'spibot' executed the 'clear crypto ipsec sa peer 203.0.113.9' command.",
            log,
            StringComparison.Ordinal
        );
        Assert.All(before, spi => Assert.Contains(Gone(spi), log, StringComparison.Ordinal));
        Assert.All(
            after,
            spi =>
                Assert.Contains(
                    $"An inbound LAN-to-LAN SA (SPI= 0x{spi}) between 203.0.113.9 and 198.51.100.1 (user= 203.0.113.9) has been created.",
                    log,
                    StringComparison.Ordinal
                )
        );

        static string Gone(string spi) =>
            $"An inbound LAN-to-LAN SA (SPI= 0x{spi}) between 203.0.113.9 and 198.51.100.1 (user= 203.0.113.9) has been deleted.";
    }

    [Fact]
    public async Task The_buffer_takes_only_what_its_level_allows()
    {
        var network = Screen.Network("healthy", out var clock);
        network.Firewall("hq-fw1").Traits = new FirewallTraits { LogLevel = 4 };
        await using var hq = await Terminal.Enabled(network);
        await hq.Ask("clear crypto ipsec sa peer 203.0.113.9");
        clock.Advance(TimeSpan.FromSeconds(5));
        var log = await hq.Ask("show logging");
        Assert.Contains("Buffer logging: level warnings, ", log, StringComparison.Ordinal);
        Assert.DoesNotContain("executed the", log, StringComparison.Ordinal);
        Assert.DoesNotContain("02:27:4", log, StringComparison.Ordinal);

        network.Firewall("hq-fw1").Traits = new FirewallTraits { LogLevel = 7 };
        await hq.Ask(OnlyOurs);
        Assert.Contains($"executed cmd: {OnlyOurs}", await hq.Ask("show logging"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_busy_it_is_is_shown()
    {
        var network = Screen.Network("healthy", out _);
        network.Firewall("hq-fw1").Traits = new FirewallTraits { CpuPercent = 93 };
        await using var hq = await Terminal.Enabled(network);
        Assert.Equal(
            "CPU utilization for 5 seconds = 93%; 1 minute: 93%; 5 minutes: 93%\n",
            await hq.Ask("show cpu usage")
        );
    }

    private static List<string> Lines(string answer, int id) =>
        [.. answer.Split('\n').Where(l => l.Contains($"-{id}: ", StringComparison.Ordinal))];

    private static DateTime Time(string line) => DateTime.Parse(line[..20]);
}
