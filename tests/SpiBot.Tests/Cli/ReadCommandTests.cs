using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using SpiBot.Cli;
using SpiBot.Tests.Gateways.Pasted;

namespace SpiBot.Tests.Cli;

public sealed class ReadCommandTests : IDisposable
{
    private const string OneTunnel = """
        interface: outside
            Crypto map tag: outside_map, seq num: 10, local addr: 198.51.100.1

              access-list VPN extended permit tcp 10.1.0.0 255.255.255.0 10.2.0.0 255.255.255.0 eq https 
              local ident (addr/mask/prot/port): (10.1.0.0/255.255.255.0/0/0)
              remote ident (addr/mask/prot/port): (10.2.0.0/255.255.255.0/6/443)
              current_peer: 203.0.113.9

              #pkts encaps: 4, #pkts encrypt: 4, #pkts digest: 4
              #pkts decaps: 5, #pkts decrypt: 5, #pkts verify: 5
              current outbound spi: 0046AB35
              current inbound spi : E6376DE9

            inbound esp sas:
              spi: 0xE6376DE9 (3862392297)
                 SA State: active
                 in use settings ={L2L, Tunnel, IKEv2, VTI, }
                 sa timing: remaining key lifetime (kB/sec): (4239359/28761)
                 replay detection support: Y
            outbound esp sas:
              spi: 0x46AB35 (4631349)
                 in use settings ={L2L, Tunnel, IKEv2, VTI, }
                 sa timing: remaining key lifetime (sec): 28761
                 replay detection support: Y

        """;

    private const string Drops = """
        Frame drop:
          Invalid SPI (np-sp-invalid-spi)                                          18895
          Flow is denied by configured rule (acl-drop)                              2077

        Last clearing: Never

        Flow drop:
          Flow is denied by access rule (acl-drop)                                192350

        Last clearing: 10:43:33 EDT Mar 27 2019 by genie

        """;

    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Fact]
    public async Task SAs_have_the_documented_shape()
    {
        var (exit, output, error) = await Read(OneTunnel);

        Assert.Equal((0, ""), (exit, error));
        AssertJson(
            """
            {"platform":"cisco_asa","command":"show crypto ipsec sa","complete":true,"tunnels":[{"peer":"203.0.113.9","local":"198.51.100.1",
            "interface":"outside","localSelector":"10.1.0.0/24","remoteSelector":{"network":"10.2.0.0/24","protocol":6,"ports":"443"},"kind":"L2L",
            "encaps":4,"decaps":5,
            "inbound":[{"spi":"0xe6376de9","rekeyed":false,"state":"active","remainingKilobytes":4239359,"remainingSeconds":28761}],
            "outbound":[{"spi":"0x0046ab35","rekeyed":false,"state":null,"remainingKilobytes":null,"remainingSeconds":28761}]}]}
            """,
            output
        );
    }

    [Fact]
    public async Task Drops_have_the_documented_shape()
    {
        var (exit, output, _) = await Read(Drops);

        Assert.Equal(0, exit);
        AssertJson(
            """
            {"platform":"cisco_asa","command":"show asp drop","frame":{"np-sp-invalid-spi":18895,"acl-drop":2077},"flow":{"acl-drop":192350},
            "lastClearing":{"frame":"Never","flow":"10:43:33 EDT Mar 27 2019 by genie"}}
            """,
            output
        );
    }

    [Fact]
    public async Task A_section_that_is_not_in_the_text_is_null()
    {
        var (_, output, _) = await Read("Frame drop:\nInvalid SPI 7\nSomething else 8\n");

        AssertJson(
            """
            {"platform":"cisco_asa","command":"show asp drop","frame":{"np-sp-invalid-spi":7,"Something else":8},"flow":null,
            "lastClearing":{"frame":null,"flow":null}}
            """,
            output
        );
    }

    [Fact]
    public async Task What_a_cut_text_did_not_say_is_null()
    {
        var (exit, output, _) = await Read(OneTunnel[..OneTunnel.IndexOf("in use", StringComparison.Ordinal)]);

        var json = JsonNode.Parse(output)!;
        Assert.Equal(0, exit);
        Assert.False((bool)json["complete"]!);
        Assert.Null(json["tunnels"]![0]!["kind"]);
        AssertJson(
            """{"spi":"0xe6376de9","rekeyed":null,"state":"active","remainingKilobytes":null,"remainingSeconds":null}""",
            json["tunnels"]![0]!["inbound"]![0]!.ToJsonString()
        );
    }

    [Theory]
    [InlineData(
        "\nThere are no ipsec sas",
        """{"platform":"cisco_asa","command":"show crypto ipsec sa","complete":true,"tunnels":[]}"""
    )]
    [InlineData(
        "\nThere are no IKEv2 SAs\n",
        """{"platform":"cisco_asa","command":"show crypto ikev2 sa","complete":true,"sas":[]}"""
    )]
    [InlineData(
        "There are no IKEv1 SAs\n\nThere are no IKEv2 SAs\n",
        """{"platform":"cisco_asa","command":"show crypto isakmp sa","complete":true,"sas":[]}"""
    )]
    [InlineData(
        "13:25:40.553 UTC Mon Nov 23 2026",
        """{"platform":"cisco_asa","command":"show clock","local":"2026-11-23T13:25:40.553","zone":"UTC","synchronised":true,"utc":"2026-11-23T13:25:40.553Z"}"""
    )]
    [InlineData(
        "Checking for inactive IPsec SAs...\nInactive IPsec SAs: 0\n",
        """{"platform":"cisco_asa","command":"show crypto ipsec sa inactive","count":0,"sas":[],"unreadLines":[]}"""
    )]
    [InlineData(
        "Failover Off\n",
        """{"platform":"cisco_asa","command":"show failover","role":"standalone","unit":null,"lastFailover":null,"statefulLink":null}"""
    )]
    [InlineData(
        "Cisco Adaptive Security Appliance Software Version 9.8(4)10\n\nfw up 3 days 22 hours\n",
        """{"platform":"cisco_asa","command":"show version","hostname":"fw","version":"9.8(4)10","serialNumber":null,"model":null,"uptimeSeconds":338400}"""
    )]
    [InlineData(
        "SID Client IP Version\n0 192.0.2.1 2.0",
        """{"platform":"cisco_asa","command":"show ssh sessions","count":1}"""
    )]
    public async Task Commands_are_recognised_by_what_they_print(string text, string expected)
    {
        var (exit, output, error) = await Read(text);

        Assert.Equal((0, ""), (exit, error));
        AssertJson(expected, output);
    }

    [Fact]
    public async Task Of_several_outputs_the_first_is_read_or_the_one_that_is_asked_for()
    {
        var text =
            $"hq-fw1# show asp drop\n{Drops}\nhq-fw1# sh cry ips sa peer 203.0.113.9\n{OneTunnel}hq-fw1# exit\n\nLogoff\n";

        Assert.Equal("show asp drop", Command(await Read(text)));
        var (exit, output, _) = await Read(text, "--command", "show crypto ipsec sa");
        Assert.Equal(0, exit);
        Assert.True((bool)JsonNode.Parse(output)!["complete"]!);
        Assert.Equal(
            "show crypto ipsec sa",
            Command(await Read(text, "--platform", "cisco_asa", "--command", "sh cry ipsec sa"))
        );
        Assert.Equal(
            "show crypto ipsec sa",
            Command(await Read(Drops + OneTunnel, "--command", "show crypto ipsec sa"))
        );
        Assert.Equal("show asp drop", Command(await Read(Drops + OneTunnel)));
    }

    [Fact]
    public async Task A_prompt_at_the_end_is_no_cut()
    {
        var (_, output, _) = await Read(
            $"hq-fw1/act/pri# show crypto ipsec sa\r\n{OneTunnel.Replace("\n", "\r\n", StringComparison.Ordinal)}hq-fw1/act/pri# "
        );

        Assert.True((bool)JsonNode.Parse(output)!["complete"]!);
    }

    [Fact]
    public async Task A_paste_from_a_web_page_is_read_though_prose_stands_around_it()
    {
        var (exit, output, _) = await Read(
            "Check the table:\n\nsh asp drop\n\nFrame drop:\nInvalid SPI (np-sp-invalid-spi) 18895\nIP option drop (invalid-ip-option) 60\n\nFrom this we see that it is increasing.\n"
        );

        Assert.Equal(0, exit);
        Assert.Equal(18895, (int)JsonNode.Parse(output)!["frame"]!["np-sp-invalid-spi"]!);
        Assert.Equal(2, JsonNode.Parse(output)!["frame"]!.AsObject().Count);
    }

    [Theory]
    [InlineData("hello\n", "line 1: expected the output of show crypto ipsec sa inactive", "found \"hello\"")]
    [InlineData("", "line 1: expected", "found \"nothing\"")]
    [InlineData(
        "Frame drop:\n  Invalid SPI (np-sp-invalid-spi)   lots\n",
        "show asp drop: line 2: expected a row",
        "lots"
    )]
    [InlineData(
        "\n\nhq-fw1# show crypto ipsec sa\nCommand authorization failed\nhq-fw1# ",
        "show crypto ipsec sa: line 4: expected",
        "Command authorization failed"
    )]
    [InlineData("Frame drop:\n\u001b[2Jevil\n", "line 2: expected", "[2Jevil")]
    public async Task What_is_not_understood_is_said_in_one_line_with_its_place(string text, string where, string found)
    {
        var (exit, output, error) = await Read(text);

        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(where, error, StringComparison.Ordinal);
        Assert.Contains(found, error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(c => c == '\n'));
        Assert.DoesNotContain('\u001b', error);
    }

    [Theory]
    [InlineData(
        "--platform",
        "meraki",
        "one of cisco_asa, cisco_ftd, cisco_ios, strongswan, fortios, panos, junos, linux_xfrm"
    )]
    [InlineData("--local", "here", "the device's own address")]
    [InlineData("--command", "show running-config", "one of show crypto ipsec sa inactive")]
    public async Task What_cannot_be_asked_for_is_said_with_what_can(string option, string value, string expected)
    {
        var (exit, output, error) = await Read(Drops, option, value);

        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_example_of_another_platform_has_the_documented_shape()
    {
        var documented = DocumentedExamples();
        foreach (var (platform, command, text) in SampleOutputs.All.Where(s => s.Platform != "cisco_asa"))
        {
            var (exit, output, error) = await Read(text);

            Assert.Equal((0, ""), (exit, error));
            var json = JsonNode.Parse(output)!;
            Assert.Equal((platform, command), ((string?)json["platform"], (string?)json["command"]));
            if (documented.TryGetValue((platform, command), out var example))
            {
                Assert.Equal(Shape(example), Shape(json));
            }
        }

        Assert.Equal(6, documented.Keys.Count(key => key.Platform != "cisco_asa"));
    }

    [Fact]
    public async Task With_the_machines_own_address_kernel_SAs_have_directions()
    {
        var (_, without, _) = await Read(SampleOutputs.Xfrm);
        var (_, output, _) = await Read(SampleOutputs.Xfrm, "--local", "198.51.100.1");

        Assert.Null(JsonNode.Parse(without)!["tunnels"]);
        var tunnel = JsonNode.Parse(output)!["tunnels"]![0]!;
        Assert.Equal(("203.0.113.9", "198.51.100.1"), ((string?)tunnel["peer"], (string?)tunnel["local"]));
        Assert.Equal("0xcd5c1aef", (string?)tunnel["inbound"]![0]!["spi"]);
        Assert.Equal("0xc1b2d3e4", (string?)tunnel["outbound"]![0]!["spi"]);
    }

    [Fact]
    public async Task With_all_every_output_is_printed_and_what_was_not_understood()
    {
        var text =
            $"hq-fw1# show asp drop\n{Drops}\nFGT # get vpn ipsec tunnel summary\n'b' 203.0.113.9:0  selectors(total,up): 1/1\n{SampleOutputs.Forti}";

        var (exit, output, error) = await Read(text, "--all");

        Assert.Equal((0, ""), (exit, error));
        var json = JsonNode.Parse(output)!;
        Assert.Equal(["cisco_asa", "fortios"], json["outputs"]!.AsArray().Select(o => (string?)o!["platform"]));
        Assert.Equal(2, (int)json["outputs"]![0]!["line"]!);
        Assert.EndsWith("diagnose vpn tunnel list", (string?)json["notUnderstood"]![0], StringComparison.Ordinal);
        var (failed, _, words) = await Read("hello\n", "--all");
        Assert.Equal(2, failed);
        Assert.Contains("on PAN-OS `show vpn ipsec-sa`", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_printed_nowhere()
    {
        foreach (
            var text in new[]
            {
                SampleOutputs.Forti,
                SampleOutputs.Xfrm,
                "dec: spi=24c2ab68\nproto esp spi key=16 000102030405060708090a0b0c0d0e0f\n",
            }
        )
        {
            var (_, output, error) = await Read(text, "--all");
            var (_, one, oneError) = await Read(text);

            Assert.DoesNotContain("02030405", output + error + one + oneError, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_said_in_one_line()
    {
        var (exit, output, error) = await Run(Path.Combine(Path.GetTempPath(), "no", "such", "file.txt"));
        Assert.Equal((2, ""), (exit, output));
        Assert.Contains("no such file", error, StringComparison.Ordinal);

        (exit, _, error) = await Run(Path.GetTempPath());
        Assert.Equal(2, exit);
        Assert.Contains("is a folder", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UTF_16_as_PowerShell_saves_it_is_read()
    {
        await File.WriteAllTextAsync(file, Drops, Encoding.Unicode, TestContext.Current.CancellationToken);

        Assert.Equal("show asp drop", Command(await Run(file)));
    }

    private async Task<(int Exit, string Output, string Error)> Read(string text, params string[] options)
    {
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        return await Run([.. options, file]);
    }

    private static async Task<(int Exit, string Output, string Error)> Run(params string[] arguments)
    {
        var configuration = new InvocationConfiguration { Output = new StringWriter(), Error = new StringWriter() };
        var exit = await new RootCommand { ReadCommand.Create() }
            .Parse(["read", .. arguments])
            .InvokeAsync(configuration, TestContext.Current.CancellationToken);
        return (exit, configuration.Output.ToString()!, configuration.Error.ToString()!);
    }

    /// <summary>The JSON of docs/read.md by platform and command.</summary>
    private static Dictionary<(string Platform, string Command), JsonNode> DocumentedExamples()
    {
        var examples = new Dictionary<(string, string), JsonNode>();
        var blocks = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "read.md")).Split("```json\n").Skip(1);
        foreach (var document in blocks.SelectMany(b => b.Split("\n```")[0].Split("\n{")))
        {
            var json = JsonNode.Parse(document.StartsWith('{') ? document : "{" + document)!;
            examples[((string)json["platform"]!, (string)json["command"]!)] = json;
        }

        return examples;
    }

    /// <summary>The names of all fields; of a list those of its first item.</summary>
    private static string Shape(JsonNode? node) =>
        node switch
        {
            JsonObject o => "{" + string.Join(',', o.Select(p => $"{p.Key}:{Shape(p.Value)}")) + "}",
            JsonArray { Count: > 0 } a => "[" + Shape(a[0]) + "]",
            _ => "",
        };

    private static string? Command((int Exit, string Output, string Error) run)
    {
        Assert.True(run.Exit == 0, run.Error);
        return (string?)JsonNode.Parse(run.Output)!["command"];
    }

    private static void AssertJson(string expected, string actual) =>
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), JsonNode.Parse(actual)!.ToJsonString());
}
