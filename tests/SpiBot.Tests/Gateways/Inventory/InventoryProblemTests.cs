using SpiBot.Gateways.Inventory;
using static SpiBot.Tests.Gateways.Inventory.InventoryText;

namespace SpiBot.Tests.Gateways.Inventory;

/// <summary>What is said of an inventory that is not in order: where, what, and what would be.</summary>
public sealed class InventoryProblemTests
{
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
        "cisco_asa",
        "asa",
        "gateways.hq-fw1.platform: \"asa\" is not a platform SpiBot knows (cisco_asa); did you mean cisco_asa?"
    )]
    [InlineData(
        "cisco_asa",
        "Firepower-ASA",
        "gateways.hq-fw1.platform: \"Firepower-ASA\" is not a platform SpiBot knows (cisco_asa); did you mean cisco_asa?"
    )]
    [InlineData(
        "cisco_asa",
        "fortios",
        "gateways.hq-fw1.platform: \"fortios\" is not a platform SpiBot knows (cisco_asa); FortiGate is not logged in to: what people paste of it is read, and it may be the \"platform\" of a peer"
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
                "gateways.a.hostKeys: is missing: without a fingerprint SpiBot does not connect (`ssh-keyscan ADDRESS | ssh-keygen -lf -` shows it)",
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
}
