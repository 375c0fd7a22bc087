using CsCheck;
using SpiBot.Lab.Firewalls;
using SpiBot.Lab.Scenarios;

namespace SpiBot.Tests.Lab.Firewalls;

public sealed class WorldProperties
{
    private static readonly string[] Clears =
    [
        "clear crypto ipsec sa",
        "clear crypto ipsec sa peer 203.0.113.9",
        "clear crypto ipsec sa peer 198.51.100.1",
        "clear crypto ipsec sa inactive",
        "clear crypto ikev2 sa 203.0.113.9",
        "clear crypto isakmp sa",
    ];

    /// <summary>A clear at one of two boxes, so many milliseconds after the one before.</summary>
    private static readonly Gen<(string Gateway, string Line, int Wait)> Act = Gen.Select(
        OneOf("hq-fw1", "berlin-fw1"),
        OneOf(Clears),
        Gen.Int[0, 5000]
    );

    [Fact]
    public void Adjoining_stretches_of_traffic_add_up()
    {
        Gen.Select(Gen.Double[0, 500], Gen.Int[0, 1_000_000], Gen.Int[0, 1_000_000])
            .Sample(
                (perSecond, first, second) =>
                {
                    var rate = new TrafficRate(perSecond);
                    var (a, b, c) = (
                        Screen.Night,
                        Screen.Night.AddMilliseconds(first),
                        Screen.Night.AddMilliseconds(first + second)
                    );
                    Assert.Equal(rate.Between(a, c), rate.Between(a, b) + rate.Between(b, c));
                    Assert.True(rate.Between(a, b) >= 0);
                    Assert.Equal(perSecond * first / 1000.0, rate.Between(a, b), (perSecond / 4) + 2);
                }
            );
    }

    [Fact]
    public Task Whatever_is_cleared_in_whatever_order_the_tunnels_come_back_and_match() =>
        Gen.Select(OneOf("healthy", "peer-on-old-sa"), Gen.Int[1, 1000], Act.Array[1, 8])
            .SampleAsync(
                async (scenario, seed, acts) =>
                {
                    var network = Screen.Network(scenario, out var clock, seed);
                    await using var hq = await Terminal.Enabled(network);
                    await using var berlin = await Terminal.Enabled(network, "berlin-fw1");
                    foreach (var (gateway, line, wait) in acts.Append(("hq-fw1", "clear crypto ipsec sa", 0)))
                    {
                        clock.Advance(TimeSpan.FromMilliseconds(wait));
                        Assert.Equal("", await (gateway == "hq-fw1" ? hq : berlin).Ask(line));
                    }

                    clock.Advance(TimeSpan.FromSeconds(3));
                    await Screen.MustBeHealthy(hq, berlin);
                    var drops = await hq.InvalidSpis();
                    clock.Advance(TimeSpan.FromMinutes(1));
                    Assert.Equal(drops, await hq.InvalidSpis());
                },
                iter: 25,
                threads: 1
            );

    [Fact]
    public Task How_often_somebody_looks_changes_nothing() =>
        Gen.Select(OneOf([.. LabNetwork.Scenarios]), Gen.Int[1, 1000], Gen.Int[1, 20_000].Array[1, 12])
            .SampleAsync(
                async (scenario, seed, looks) =>
                {
                    var watched = Screen.Network(scenario, out var clock, seed);
                    var alone = Screen.Network(scenario, out var otherClock, seed);
                    await using var watcher = await Terminal.Enabled(watched);
                    foreach (var wait in looks)
                    {
                        clock.Advance(TimeSpan.FromMilliseconds(wait));
                        await watcher.Ask("show clock");
                    }

                    otherClock.Advance(TimeSpan.FromMilliseconds(looks.Sum()));
                    await using var late = await Terminal.Enabled(alone);
                    foreach (var line in new[] { "show asp drop", "show crypto ipsec sa", "show crypto isakmp sa" })
                    {
                        Assert.Equal(await late.Ask(line), await watcher.Ask(line));
                    }
                },
                iter: 25,
                threads: 1
            );

    [Fact]
    public async Task Seeds_make_the_spis()
    {
        var spis = new List<string>();
        foreach (var seed in new[] { 1, 1, 2 })
        {
            var network = Screen.Network("healthy", out _, seed);
            await using var hq = await Terminal.Enabled(network);
            spis.Add((await hq.Sas(Screen.Berlin))[0].CurrentIn);
        }

        Assert.Equal(spis[0], spis[1]);
        Assert.NotEqual(spis[0], spis[2]);
    }

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
