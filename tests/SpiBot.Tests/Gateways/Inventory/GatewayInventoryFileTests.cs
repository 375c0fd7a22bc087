using System.Net;
using System.Text.Json;
using CsCheck;
using SpiBot.Gateways.Inventory;
using static SpiBot.Tests.Gateways.Inventory.InventoryText;

namespace SpiBot.Tests.Gateways.Inventory;

/// <summary>The inventory as it is read from its file.</summary>
public sealed class GatewayInventoryFileTests
{
    [Fact]
    public void Reads_what_the_readme_shows()
    {
        var reading = GatewayInventoryFile.Read(Good, Platforms);

        Assert.Empty(reading.Problems);
        var hq = reading.Inventory!.Find("HQ-FW1")!;
        Assert.Equal(
            ("192.0.2.10", 2222, "cisco_asa", "spibot", "hq-fw1"),
            (hq.Address, hq.Port, hq.Platform, hq.User, hq.Secret)
        );
        Assert.Equal([Fingerprint], hq.HostKeys);
        Assert.Equal([IPAddress.Parse("198.51.100.1"), IPAddress.Parse("2001:db8::1")], hq.VpnAddresses);
        Assert.Equal(IPAddress.Parse("192.0.2.77"), hq.Peers["Acme"]);
        Assert.Equal(22, reading.Inventory.Find("berlin-fw1")!.Port);
        Assert.Equal(["5d8e3a39-6f1a-4a0f-9b7a-0f3f0b9a2c11"], reading.Inventory.Leads);
    }

    [Fact]
    public void Reads_how_a_gateway_is_reached()
    {
        var text = ReplaceFirst(
            Good,
            "\"port\": 2222",
            $$"""
            "legacyAlgorithms": true, "privateKeySecret": "hq-key", "context": "vpn_1",
            "jumps": [
              { "address": "192.0.2.1", "user": "hop", "secret": "jump-1", "hostKeys": ["{{Fingerprint}}"], "legacyAlgorithms": true },
              { "address": "jump.example.com", "port": 2200, "user": "hop", "secret": "jump-2", "hostKeys": ["{{Fingerprint}}"] },
            ]
            """
        );

        var reading = GatewayInventoryFile.Read(text, Platforms);

        Assert.Empty(reading.Problems);
        var (hq, berlin) = (reading.Inventory!.Find("hq-fw1")!, reading.Inventory.Find("berlin-fw1")!);
        Assert.Equal((true, "hq-key", "vpn_1"), (hq.LegacyAlgorithms, hq.PrivateKeySecret, hq.Context));
        Assert.Equal(
            [("192.0.2.1", 22, "hop", "jump-1"), ("jump.example.com", 2200, "hop", "jump-2")],
            hq.Jumps.Select(jump => (jump.Address, jump.Port, jump.User, jump.Secret))
        );
        Assert.All(hq.Jumps, jump => Assert.Equal([Fingerprint], jump.HostKeys));
        Assert.Equal([true, false], hq.Jumps.Select(jump => jump.LegacyAlgorithms));
        Assert.Equal((false, null, null), (berlin.LegacyAlgorithms, berlin.PrivateKeySecret, berlin.Context));
        Assert.Empty(berlin.Jumps);
    }

    [Fact]
    public void Reads_what_a_peer_is()
    {
        var text = ReplaceFirst(
            Good,
            "\"acme\": \"192.0.2.77\"",
            "\"acme\": { \"address\": \"192.0.2.77\", \"platform\": \"fortios\" }"
        );

        var hq = GatewayInventoryFile.Read(text, Platforms).Inventory!.Find("hq-fw1")!;

        Assert.Equal(IPAddress.Parse("192.0.2.77"), hq.Peers["Acme"]);
        Assert.Equal("fortios", hq.PeerPlatforms.GetValueOrDefault(hq.Peers["acme"]));
        Assert.Null(hq.PeerPlatforms.GetValueOrDefault(hq.Peers["berlin"]));
    }

    [Fact]
    public void An_empty_object_is_an_empty_inventory()
    {
        var reading = GatewayInventoryFile.Read("{}", Platforms);

        Assert.True(reading.Succeeded);
        Assert.Empty(reading.Inventory.Gateways);
        Assert.Empty(reading.Inventory.Leads);
    }

    [Fact]
    public void No_json_makes_it_throw()
    {
        var word = Gen.OneOf(
            "gateways",
            "leads",
            "hq-fw1",
            "address",
            "port",
            "platform",
            "user",
            "secret",
            "hostKeys",
            "vpnAddresses",
            "peers",
            "cisco_asa",
            "192.0.2.10",
            Fingerprint,
            "",
            "\ud83d\ude00"
        );
        var leaf = Gen.OneOf(
            word.Select(text => JsonSerializer.Serialize(text)),
            Gen.Int.Select(number => number.ToString()),
            Gen.OneOf("null", "true", "1e400", "[]", "{}")
        );
        var json = Gen.Recursive<string>(
            (depth, inner) =>
                depth > 4
                    ? leaf
                    : Gen.OneOf(
                        leaf,
                        inner.Array[0, 3].Select(items => $"[{string.Join(',', items)}]"),
                        Gen.Select(word, inner)
                            .Array[0, 5]
                            .Select(members =>
                                $"{{{string.Join(',', members.Select(m => $"{JsonSerializer.Serialize(m.Item1)}:{m.Item2}"))}}}"
                            )
                    )
        );

        json.Sample(text =>
        {
            var reading = GatewayInventoryFile.Read(text, Platforms);
            return reading.Succeeded == (reading.Problems.Count == 0);
        });
    }
}
