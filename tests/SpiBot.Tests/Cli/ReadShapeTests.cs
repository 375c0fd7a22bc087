using System.Text.Json.Nodes;
using SpiBot.Tests.Gateways.Pasted;
using static SpiBot.Tests.Cli.ReadRun;
using static SpiBot.Tests.Cli.ReadText;

namespace SpiBot.Tests.Cli;

/// <summary>The JSON of <c>read</c>, as docs/read.md promises it.</summary>
public sealed class ReadShapeTests : IDisposable
{
    private readonly ReadRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public async Task SAs_have_the_documented_shape()
    {
        var (exit, output, error) = await run.Of(OneTunnel);

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
        var (exit, output, _) = await run.Of(Drops);

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
        var (_, output, _) = await run.Of("Frame drop:\nInvalid SPI 7\nSomething else 8\n");

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
        var (exit, output, _) = await run.Of(OneTunnel[..OneTunnel.IndexOf("in use", StringComparison.Ordinal)]);

        var json = JsonNode.Parse(output)!;
        Assert.Equal(0, exit);
        Assert.False((bool)json["complete"]!);
        Assert.Null(json["tunnels"]![0]!["kind"]);
        AssertJson(
            """{"spi":"0xe6376de9","rekeyed":null,"state":"active","remainingKilobytes":null,"remainingSeconds":null}""",
            json["tunnels"]![0]!["inbound"]![0]!.ToJsonString()
        );
    }

    [Fact]
    public async Task Every_example_of_another_platform_has_the_documented_shape()
    {
        var documented = DocumentedExamples();
        foreach (var (platform, command, text) in SampleOutputs.All.Where(s => s.Platform != "cisco_asa"))
        {
            var (exit, output, error) = await run.Of(text);

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
        var (_, without, _) = await run.Of(SampleOutputs.Xfrm);
        var (_, output, _) = await run.Of(SampleOutputs.Xfrm, "--local", "198.51.100.1");

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

        var (exit, output, error) = await run.Of(text, "--all");

        Assert.Equal((0, ""), (exit, error));
        var json = JsonNode.Parse(output)!;
        Assert.Equal(["cisco_asa", "fortios"], json["outputs"]!.AsArray().Select(o => (string?)o!["platform"]));
        Assert.Equal(2, (int)json["outputs"]![0]!["line"]!);
        Assert.EndsWith("diagnose vpn tunnel list", (string?)json["notUnderstood"]![0], StringComparison.Ordinal);
        var (failed, _, words) = await run.Of("hello\n", "--all");
        Assert.Equal(2, failed);
        Assert.Contains("on PAN-OS `show vpn ipsec-sa`", words, StringComparison.Ordinal);
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
}
