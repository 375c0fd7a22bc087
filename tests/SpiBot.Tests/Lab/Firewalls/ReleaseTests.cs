using SpiBot.Lab.Firewalls;
using SpiBot.Lab.Scenarios;

namespace SpiBot.Tests.Lab.Firewalls;

/// <summary>What tells the releases apart (facts 1.2, 1.3).</summary>
public sealed class ReleaseTests
{
    [Theory]
    [InlineData("8.4(7)", false, false)]
    [InlineData("9.1(7)32", true, false)]
    [InlineData("9.8(4)", true, false)]
    [InlineData("9.12(4)", true, false)]
    [InlineData("9.16(4)", true, false)]
    [InlineData("9.22(1)1", true, true)]
    public async Task The_list_of_SAs(string version, bool tellsMore, bool hasInnerVrf)
    {
        await using var terminal = await Terminal.Enabled(Box(version));
        var text = await terminal.Ask($"show crypto ipsec sa peer {Screen.Berlin}");

        Assert.All(
            [
                "         SA State: active\n",
                "      #TFC rcvd: 0, #TFC sent: 0\n",
                "      PMTU time remaining (sec): 0, DF policy: copy-df\n",
                "ipsec overhead 74(44), media",
            ],
            line => Assert.Equal(tellsMore, text.Contains(line, StringComparison.Ordinal))
        );
        Assert.Equal(!tellsMore, text.Contains("ipsec overhead 74, media", StringComparison.Ordinal));
        Assert.Equal(hasInnerVrf, text.Contains("0 \n      Protected vrf (ivrf): Global\n", StringComparison.Ordinal));
        Assert.Equal(hasInnerVrf, text.Contains("      #pkts not offload decrypted: 0\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_IKEv2_table_is_narrow_on_8_4_and_sessions_count_nothing()
    {
        await using var terminal = await Terminal.Enabled(Box("8.4(7)"));

        Assert.Contains(
            "\nTunnel-id                 Local                Remote     Status         Role\n",
            await terminal.Ask("show crypto ikev2 sa"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Encryption   : IKEv2: AES256  IPsec: AES256\n",
            await terminal.Ask("show vpn-sessiondb detail l2l"),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("Firepower", await terminal.Ask("show version"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9.16(4)", 9, 16)]
    [InlineData("9.8(3)21", 9, 8)]
    [InlineData("7.2.5", 9, 18)]
    [InlineData("7.2(4)", 7, 2)]
    public void Of_a_version(string version, int major, int minor) =>
        Assert.Equal(new AsaRelease(major, minor), AsaRelease.Of(version));

    private static LabNetwork Box(string version)
    {
        var network = Screen.Network("healthy", out _);
        network.Firewall("hq-fw1").Traits = new FirewallTraits { Version = version };
        return network;
    }
}
