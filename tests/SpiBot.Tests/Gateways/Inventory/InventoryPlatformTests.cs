using SpiBot.Gateways.Inventory;
using static SpiBot.Tests.Gateways.Inventory.InventoryText;

namespace SpiBot.Tests.Gateways.Inventory;

/// <summary>Settings of the inventory that one platform has and another has not.</summary>
public sealed class InventoryPlatformTests
{
    [Fact]
    public void Reads_how_a_strongswan_is_asked()
    {
        var text = Good.Replace(
            "\"platform\": \"cisco_asa\", \"user\": \"spibot\", \"secret\": \"berlin-fw1\"",
            "\"platform\": \"strongswan\", \"sudo\": true, \"viciUri\": \"unix:///run/charon-2.vici\", \"user\": \"spibot\", \"secret\": \"berlin-fw1\"",
            StringComparison.Ordinal
        );

        var reading = GatewayInventoryFile.Read(text, ["cisco_asa", "strongswan"]);

        Assert.Empty(reading.Problems);
        var (hq, berlin) = (reading.Inventory!.Find("hq-fw1")!, reading.Inventory.Find("berlin-fw1")!);
        Assert.Equal((true, "unix:///run/charon-2.vici"), (berlin.Sudo, berlin.ViciUri));
        Assert.Equal((false, null), (hq.Sudo, hq.ViciUri));
    }

    [Theory]
    [InlineData("\"sudo\": 1", "gateways.berlin-fw1.sudo: is a number, not true or false")]
    [InlineData("\"viciUri\": \"unix:///run/a b\"", "gateways.berlin-fw1.viciUri: \"unix:///run/a b\" is not a URI")]
    [InlineData("\"viciUri\": \"unix:///run/a;reboot\"", "is not a URI of charon's socket")]
    [InlineData("\"viciUri\": \"unix:///$(reboot)\"", "is not a URI of charon's socket")]
    [InlineData("\"viciUri\": \"tcp://192.0.2.1:4502\"", "is not a URI of charon's socket")]
    public void What_is_typed_into_a_shell_is_a_plain_word(string setting, string problem)
    {
        var text = Good.Replace(
            "\"platform\": \"cisco_asa\", \"user\": \"spibot\", \"secret\": \"berlin-fw1\"",
            $"\"platform\": \"strongswan\", {setting}, \"user\": \"spibot\", \"secret\": \"berlin-fw1\"",
            StringComparison.Ordinal
        );

        var reading = GatewayInventoryFile.Read(text, ["cisco_asa", "strongswan"]);

        Assert.Contains(problem, Assert.Single(reading.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cisco_ssa", "cisco_asa")]
    [InlineData("CISCO_ASA", "cisco_asa")]
    [InlineData("asa", "cisco_asa")]
    [InlineData("ftd", "cisco_ftd")]
    [InlineData("cisco_iosxe", "cisco_ios")]
    [InlineData("strong-swan", "strongswan")]
    [InlineData("mikrotik", null)]
    public void A_platform_written_wrongly_gets_the_nearest_one(string written, string? meant)
    {
        var reading = GatewayInventoryFile.Read(
            ReplaceFirst(Good, "cisco_asa", written),
            ["cisco_asa", "cisco_ftd", "cisco_ios", "strongswan"]
        );

        var problem = Assert.Single(reading.Problems);
        Assert.Contains($"\"{written}\" is not a platform SpiBot knows", problem, StringComparison.Ordinal);
        Assert.Equal(meant is not null, problem.EndsWith($"; did you mean {meant}?", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"login\": true")]
    [InlineData("\"context\": \"blue\"")]
    public void What_only_an_ASA_has_is_refused_of_others(string setting)
    {
        var text = ReplaceFirst(Good, "\"port\": 2222", setting);
        var asa = GatewayInventoryFile.Read(text, Platforms);
        Assert.Empty(asa.Problems);
        Assert.True(asa.Inventory!.Find("hq-fw1") is { Login: true } or { Context: "blue" });

        var other = GatewayInventoryFile.Read(
            ReplaceFirst(text, "cisco_asa", "strongswan"),
            ["cisco_asa", "strongswan"]
        );
        Assert.Contains("of the platform cisco_asa only", Assert.Single(other.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"sudo\": true")]
    [InlineData("\"viciUri\": \"unix:///run/charon.vici\"")]
    public void Settings_of_another_platform_are_refused(string setting)
    {
        var reading = GatewayInventoryFile.Read(ReplaceFirst(Good, "\"port\": 2222", setting), Platforms);

        Assert.Contains("of the platform strongswan only", Assert.Single(reading.Problems), StringComparison.Ordinal);
    }
}
