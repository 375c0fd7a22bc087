using System.Text.Json.Nodes;

namespace SpiBot.Tests.Cli;

/// <summary><c>spibot read</c> of what a check asks besides SAs and counters: each command is recognised without being named, and has its own JSON.</summary>
public sealed class ReadFactsTests : IDisposable
{
    private readonly ReadRun run = new();

    public void Dispose() => run.Dispose();

    public static TheoryData<string, string, string> Outputs =>
        new()
        {
            { "show mode", "Security context mode: single \n", """{"multiple":false}""" },
            {
                "show cpu usage",
                "CPU utilization for 5 seconds = 7%; 1 minute: 5%; 5 minutes: 4%\n",
                """{"fiveSeconds":7,"oneMinute":5,"fiveMinutes":4}"""
            },
            {
                "show logging",
                """
                    Nov 23 2026 02:27:40: %ASA-4-402114: IPSEC: Received an ESP packet (SPI= 0x8A41C77E, sequence number= 0x28B) from 203.0.113.9 to 198.51.100.1 with an invalid SPI.

                    """,
                """
                    {"on":true,"level":null,"events":[{"id":402114,"severity":4,"local":"2026-11-23T02:27:40","utc":false,"spi":"0x8a41c77e","outboundSpi":null,"direction":null,
                     "from":"203.0.113.9","to":"198.51.100.1","user":null,"commandLine":null,
                     "text":"IPSEC: Received an ESP packet (SPI= 0x8A41C77E, sequence number= 0x28B) from 203.0.113.9 to 198.51.100.1 with an invalid SPI."}]}
                    """
            },
            {
                "show running-config crypto map",
                """
                    crypto map outside_map 10 match address VPN-BERLIN
                    crypto map outside_map 10 set pfs group14
                    crypto map outside_map 10 set peer 203.0.113.9 
                    crypto map outside_map 10 set security-association lifetime seconds 28800
                    crypto map outside_map interface outside

                    """,
                """
                    {"entries":[{"map":"outside_map","sequence":10,"peers":["203.0.113.9"],"accessList":"VPN-BERLIN","lifetimeSeconds":28800,"lifetimeKilobytes":null,
                     "kilobytesUnlimited":false,"pfs":"group14"}]}
                    """
            },
            {
                "show running-config tunnel-group",
                """
                    tunnel-group 203.0.113.9 type ipsec-l2l
                    tunnel-group 203.0.113.9 ipsec-attributes
                     isakmp keepalive threshold 10 retry 2

                    """,
                """{"name":"203.0.113.9","kind":"ipsec-l2l","deadPeerDetection":true,"idleSeconds":10,"retrySeconds":2}"""
            },
            {
                "show asp table vpn-context detail",
                """
                    VPN CTX  = 0x00922FAC

                    Peer IP  = 203.0.113.9
                    Pointer  = 0xD8DB3010
                    State    = UP
                    Flags    = DECR+ESP
                    SA       = 0x0A4B1F5D
                    SPI      = 0xE5C56C30
                    Group    = 0
                    Pkts     = 17
                    Bad Pkts = 0
                    Bad SPI  = 0
                    Spoof    = 0
                    Bad Crypto = 0
                    Rekey Pkt  = 0
                    Rekey Call = 0

                    """,
                """
                    {"complete":true,"contexts":[{"id":"0x00922fac","address":"203.0.113.9","direction":"inbound","spi":"0xe5c56c30","state":"UP","flags":"DECR+ESP","packets":17,
                     "badPackets":0,"badSpi":0,"spoofed":0,"badCrypto":0}]}
                    """
            },
            {
                "show name",
                "name 203.0.113.9 BERLIN\nname 192.0.2.77 ACME\n",
                """{"names":[{"name":"BERLIN","address":"203.0.113.9"},{"name":"ACME","address":"192.0.2.77"}]}"""
            },
            {
                "show capture",
                "capture spibot-1 type asp-drop np-sp-invalid-spi [Capturing - 0 bytes] \n  match esp any host 198.51.100.1\n",
                """{"captures":["spibot-1"]}"""
            },
            {
                "show capture",
                """

                    1 packet captured

                       1: 09:41:12.535281       203.0.113.9 > 198.51.100.1:  ip-proto-50, length 100
                    0x0000   4500 0078 1234 0000 4032 0000 cb00 7109        E..x.4..@2....q.
                    0x0010   c633 6401 8a41 c77e 0000 0007                  .3d..A.~....
                    1 packet shown

                    """,
                """
                    {"captured":1,"packets":[{"number":1,"time":"09:41:12.535281","row":"203.0.113.9 > 198.51.100.1: ip-proto-50, length 100","source":"203.0.113.9",
                     "destination":"198.51.100.1","spi":"0x8a41c77e","sequence":7,"inUdp":false,"notDecoded":null}]}
                    """
            },
            {
                "show vpn-sessiondb detail l2l",
                """

                    Session Type: LAN-to-LAN Detailed

                    Connection   : 203.0.113.9
                    Index        : 3                      IP Addr      : 203.0.113.9
                    Protocol     : IKEv2 IPsec
                    Bytes Tx     : 1000                   Bytes Rx     : 2000
                    Duration     : 6h:16m:26s

                    """,
                """
                    {"sessions":[{"connection":"203.0.113.9","address":"203.0.113.9","protocol":"IKEv2 IPsec","durationSeconds":22586,"sent":1000,"received":2000,"ikeRekey":null,"pairs":[]}]}
                    """
            },
        };

    [Theory]
    [MemberData(nameof(Outputs))]
    public async Task It_is_recognised_and_has_its_own_JSON(string command, string text, string expected)
    {
        var json = await Read(text);
        var wanted = JsonNode.Parse(expected)!.AsObject();

        Assert.Equal(("cisco_asa", command), ((string?)json["platform"], (string?)json["command"]));
        json.Remove("platform");
        json.Remove("command");
        Assert.Equal(wanted.ToJsonString(), json.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public async Task Of_an_FTD_it_is_the_same(string command, string text, string expected)
    {
        var json = await Read(text, "--platform", "cisco_ftd");

        Assert.Equal(("cisco_ftd", command), ((string?)json["platform"], (string?)json["command"]));
        Assert.All(JsonNode.Parse(expected)!.AsObject(), field => Assert.True(json.ContainsKey(field.Key)));
    }

    [Theory]
    [InlineData("show run all crypto map | i peer|lifetime|pfs|match|dynamic", "show running-config all crypto map")]
    [InlineData("sh run crypto map", "show running-config crypto map")]
    public async Task What_was_typed_may_ask_for_the_defaults(string typed, string command) =>
        Assert.Equal(
            command,
            (string?)(await Read($"hq-fw1# {typed}\ncrypto map outside_map 10 set peer 203.0.113.9 \n"))["command"]
        );

    private async Task<JsonObject> Read(string text, params string[] options) =>
        ReadRun.Json(await run.Of(text, options));
}
