using System.Net;
using System.Text.Json;
using CsCheck;
using SpiBot.Gateways.Inventory;

namespace SpiBot.Tests.Gateways.Inventory;

public sealed class GatewayInventoryFileTests
{
    private const string Fingerprint = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU";

    private const string Good = $$$"""
        {
          // Comments are welcome.
          "gateways": {
            "hq-fw1": {
              "address": "192.0.2.10", "port": 2222, "platform": "cisco_asa", "user": "spibot", "secret": "hq-fw1",
              "hostKeys": ["{{{Fingerprint}}}"], "vpnAddresses": ["198.51.100.1", "2001:db8::1"],
              "peers": { "berlin": "203.0.113.9", "acme": "192.0.2.77" }
            },
            "berlin-fw1": {
              "address": "berlin-fw1.example.com", "platform": "cisco_asa", "user": "spibot", "secret": "berlin-fw1",
              "hostKeys": ["{{{Fingerprint}}}="]
            },
          },
          "leads": ["5d8e3a39-6f1a-4a0f-9b7a-0f3f0b9a2c11"]
        }
        """;

    private static readonly string[] Platforms = ["cisco_asa"];

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
              { "address": "192.0.2.1", "user": "hop", "secret": "jump-1", "hostKeys": ["{{Fingerprint}}"] },
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

    [Theory]
    [InlineData(
        "{ \"address\": \"192.0.2.77\", \"platform\": \"fortigate\" }",
        "peers.acme.platform: \"fortigate\" is not a platform whose output SpiBot understands (cisco_asa, "
    )]
    [InlineData("{ \"platform\": \"fortios\" }", "peers.acme.address: is missing")]
    [InlineData("{ \"address\": \"acme\" }", "peers.acme.address: \"acme\" is not an IP address")]
    [InlineData(
        "{ \"address\": \"192.0.2.77\", \"os\": \"fortios\" }",
        "peers.acme.os: is unknown (known: address, platform)"
    )]
    [InlineData("7", "peers.acme: is a number, not a text")]
    public void A_peer_that_is_not_understood_is_said(string peer, string problem)
    {
        var reading = GatewayInventoryFile.Read(
            ReplaceFirst(Good, "\"acme\": \"192.0.2.77\"", $"\"acme\": {peer}"),
            Platforms
        );

        Assert.StartsWith("gateways.hq-fw1." + problem, Assert.Single(reading.Problems), StringComparison.Ordinal);
    }

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

    [Fact]
    public void Login_is_a_setting_of_an_ASA()
    {
        var asa = GatewayInventoryFile.Read(ReplaceFirst(Good, "\"port\": 2222", "\"login\": true"), Platforms);
        Assert.True(asa.Inventory?.Gateways[0].Login, string.Join(' ', asa.Problems));

        var other = GatewayInventoryFile.Read(
            ReplaceFirst(ReplaceFirst(Good, "\"port\": 2222", "\"login\": true"), "cisco_asa", "strongswan"),
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

    [Theory]
    [InlineData("\"legacyAlgorithms\": 1", "gateways.hq-fw1.legacyAlgorithms: is a number, not true or false")]
    [InlineData(
        "\"privateKeySecret\": \"a b\"",
        "gateways.hq-fw1.privateKeySecret: \"a b\" is not the name of a secret"
    )]
    [InlineData("\"context\": \"a b\"", "gateways.hq-fw1.context: \"a b\" is not the name of a context")]
    [InlineData("\"context\": \"\"", "gateways.hq-fw1.context: \"\" is not the name of a context")]
    [InlineData("\"jumps\": {}", "gateways.hq-fw1.jumps: is a JSON object, not a list")]
    [InlineData("\"jumps\": [7]", "gateways.hq-fw1.jumps[0]: a jump host is a JSON object, not a number")]
    [InlineData("\"jumps\": [{}]", "gateways.hq-fw1.jumps[0].address: is missing")]
    [InlineData("\"jumps\": [{}]", "gateways.hq-fw1.jumps[0].hostKeys: is missing")]
    [InlineData("\"jumps\": [{\"hostKeys\": []}]", "gateways.hq-fw1.jumps[0].hostKeys: is empty")]
    [InlineData("\"jumps\": [{\"password\": \"x\"}]", "gateways.hq-fw1.jumps[0].password: is unknown (known: address,")]
    public void Says_what_is_wrong_with_the_way_to_a_gateway(string setting, string problem)
    {
        var reading = GatewayInventoryFile.Read(ReplaceFirst(Good, "\"port\": 2222", setting), Platforms);

        Assert.Contains(reading.Problems, one => one.StartsWith(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_object_is_an_empty_inventory()
    {
        var reading = GatewayInventoryFile.Read("{}", Platforms);

        Assert.True(reading.Succeeded);
        Assert.Empty(reading.Inventory.Gateways);
        Assert.Empty(reading.Inventory.Leads);
    }

    [Theory]
    [InlineData("\"port\": 2222", "\"port\": 70000", "gateways.hq-fw1.port: 70000 is not a port (1-65535)")]
    [InlineData("\"port\": 2222", "\"port\": \"22\"", "gateways.hq-fw1.port: \"22\" is not a port (1-65535)")]
    [InlineData("\"port\": 2222", "\"prot\": 2222", "gateways.hq-fw1.prot: is unknown (known: address, site,")]
    [InlineData("\"port\": 2222", "\"user\": \"x\"", "gateways.hq-fw1.user: is there twice")]
    [InlineData(
        "cisco_asa",
        "cisco_pix",
        "gateways.hq-fw1.platform: \"cisco_pix\" is not a platform SpiBot knows (cisco_asa); did you mean cisco_asa?"
    )]
    [InlineData(
        "\"192.0.2.10\"",
        "\"192.0.2\"",
        "gateways.hq-fw1.address: \"192.0.2\" is neither an IP address nor a DNS name"
    )]
    [InlineData("\"192.0.2.10\"", "\"192.0.2.256\"", "gateways.hq-fw1.address: \"192.0.2.256\" is neither")]
    [InlineData("\"192.0.2.10\"", "\"fw 1\"", "gateways.hq-fw1.address: \"fw 1\" is neither")]
    [InlineData("\"192.0.2.10\"", "7", "gateways.hq-fw1.address: is a number, not a text")]
    [InlineData(
        "\"hostKeys\": [\"SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\"],",
        "",
        "gateways.hq-fw1.hostKeys: is missing"
    )]
    [InlineData("[\"SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\"]", "[]", "gateways.hq-fw1.hostKeys: is empty")]
    [InlineData("SHA256:47DEQ", "MD5:47DEQ", "gateways.hq-fw1.hostKeys[0]: \"MD5:47DEQ")]
    [InlineData("SHA256:47DEQ", "SHA256:", "gateways.hq-fw1.hostKeys[0]: \"SHA256:pj8")]
    [InlineData(
        "\"secret\": \"hq-fw1\"",
        "\"secret\": \"hq:fw1\"",
        "gateways.hq-fw1.secret: \"hq:fw1\" is not the name of a secret"
    )]
    [InlineData("\"user\": \"spibot\"", "\"user\": \"\"", "gateways.hq-fw1.user: \"\" is not a user name")]
    [InlineData(
        "\"198.51.100.1\"",
        "\"198.51.100.01\"",
        "gateways.hq-fw1.vpnAddresses[0]: \"198.51.100.01\" is not an IP address"
    )]
    [InlineData(
        "\"2001:db8::1\"",
        "\"198.51.100.1\"",
        "gateways.hq-fw1.vpnAddresses[1]: \"198.51.100.1\" is listed twice"
    )]
    [InlineData("\"203.0.113.9\"", "\"berlin\"", "gateways.hq-fw1.peers.berlin: \"berlin\" is not an IP address")]
    [InlineData("\"203.0.113.9\"", "\"198.51.100.1\"", "gateways.hq-fw1.peers.berlin: is an address of hq-fw1 itself")]
    [InlineData(
        "\"acme\"",
        "\"Berlin\"",
        "gateways.hq-fw1.peers.Berlin: differs from berlin only in upper and lower case"
    )]
    [InlineData("\"acme\"", "\"acme inc\"", "gateways.hq-fw1.peers: \"acme inc\" is not a name")]
    [InlineData(
        "\"berlin-fw1\": {",
        "\"HQ-fw1\": {",
        "gateways.HQ-fw1: differs from hq-fw1 only in upper and lower case"
    )]
    [InlineData(
        "\"secret\": \"berlin-fw1\",",
        "\"secret\": \"berlin-fw1\", \"vpnAddresses\": [\"198.51.100.1\"],",
        "gateways.berlin-fw1.vpnAddresses: 198.51.100.1 belongs to hq-fw1 already"
    )]
    [InlineData(
        "5d8e3a39-6f1a-4a0f-9b7a-0f3f0b9a2c11",
        "lead@example.com",
        "leads[0]: \"lead@example.com\" is neither an Entra object id (a GUID)"
    )]
    [InlineData("\"leads\": [", "\"leeds\": [", "leeds: is unknown (known: gateways, leads, roles, ask)")]
    public void Says_what_is_wrong(string good, string bad, string problem)
    {
        var text = ReplaceFirst(Good, good, bad);

        var reading = GatewayInventoryFile.Read(text, Platforms);

        Assert.Null(reading.Inventory);
        var found = Assert.Single(reading.Problems);
        Assert.StartsWith(problem, found, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_all_that_is_wrong_at_once()
    {
        var reading = GatewayInventoryFile.Read("""{"gateways":{"a":{"port":0},"b":[]}}""", Platforms);

        Assert.Equal(
            [
                "gateways.a.address: is missing",
                "gateways.a.port: 0 is not a port (1-65535)",
                "gateways.a.platform: is missing",
                "gateways.a.user: is missing",
                "gateways.a.secret: is missing",
                "gateways.a.hostKeys: is missing",
                "gateways.b: a gateway is a JSON object, not a list",
            ],
            reading.Problems
        );
    }

    [Theory]
    [InlineData("", "line 1, column 1: not JSON:")]
    [InlineData("{\n  \"gateways\": {\n    \"a\" {}\n}}", "line 3, column 9: not JSON:")]
    [InlineData("[]", "the file is not a JSON object")]
    public void Says_where_it_is_no_json(string text, string problem)
    {
        var reading = GatewayInventoryFile.Read(text, Platforms);

        var found = Assert.Single(reading.Problems);
        Assert.StartsWith(problem, found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_a_problem_and_no_exception()
    {
        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), "spibot.json");

        var reading = GatewayInventoryFile.ReadFile(path, Platforms);

        Assert.Equal([$"{path}: there is no such file"], reading.Problems);
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

    private static string ReplaceFirst(string text, string old, string by)
    {
        var at = text.IndexOf(old, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{old} is not in the text");
        return text[..at] + by + text[(at + old.Length)..];
    }
}
