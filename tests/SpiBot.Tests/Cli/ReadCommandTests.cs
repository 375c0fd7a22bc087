using System.Text;
using System.Text.Json.Nodes;
using SpiBot.Tests.Gateways.Pasted;
using static SpiBot.Tests.Cli.ReadRun;
using static SpiBot.Tests.Cli.ReadText;

namespace SpiBot.Tests.Cli;

/// <summary>What <c>read</c> recognises, and what it says of what it does not.</summary>
public sealed class ReadCommandTests : IDisposable
{
    private readonly ReadRun run = new();

    public void Dispose() => run.Dispose();

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
        var (exit, output, error) = await run.Of(text);

        Assert.Equal((0, ""), (exit, error));
        AssertJson(expected, output);
    }

    [Fact]
    public async Task Of_several_outputs_the_first_is_read_or_the_one_that_is_asked_for()
    {
        var text =
            $"hq-fw1# show asp drop\n{Drops}\nhq-fw1# sh cry ips sa peer 203.0.113.9\n{OneTunnel}hq-fw1# exit\n\nLogoff\n";

        Assert.Equal("show asp drop", Command(await run.Of(text)));
        var (exit, output, _) = await run.Of(text, "--command", "show crypto ipsec sa");
        Assert.Equal(0, exit);
        Assert.True((bool)JsonNode.Parse(output)!["complete"]!);
        Assert.Equal(
            "show crypto ipsec sa",
            Command(await run.Of(text, "--platform", "cisco_asa", "--command", "sh cry ipsec sa"))
        );
        Assert.Equal(
            "show crypto ipsec sa",
            Command(await run.Of(Drops + OneTunnel, "--command", "show crypto ipsec sa"))
        );
        Assert.Equal("show asp drop", Command(await run.Of(Drops + OneTunnel)));
    }

    [Fact]
    public async Task A_prompt_at_the_end_is_no_cut()
    {
        var (_, output, _) = await run.Of(
            $"hq-fw1/act/pri# show crypto ipsec sa\r\n{OneTunnel.Replace("\n", "\r\n", StringComparison.Ordinal)}hq-fw1/act/pri# "
        );

        Assert.True((bool)JsonNode.Parse(output)!["complete"]!);
    }

    [Fact]
    public async Task A_paste_from_a_web_page_is_read_though_prose_stands_around_it()
    {
        var (exit, output, _) = await run.Of(
            "Check the table:\n\nsh asp drop\n\nFrame drop:\nInvalid SPI (np-sp-invalid-spi) 18895\nIP option drop (invalid-ip-option) 60\n\nFrom this we see that it is increasing.\n"
        );

        Assert.Equal(0, exit);
        Assert.Equal(18895, (int)JsonNode.Parse(output)!["frame"]!["np-sp-invalid-spi"]!);
        Assert.Equal(2, JsonNode.Parse(output)!["frame"]!.AsObject().Count);
    }

    [Theory]
    [InlineData(
        "hello\n",
        "line 1: expected the output of a command that is read, such as on Cisco ASA `show crypto ipsec sa`; ",
        "found \"hello\""
    )]
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
        var (exit, output, error) = await run.Of(text);

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
        var (exit, output, error) = await run.Of(Drops, option, value);

        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_printed_nowhere()
    {
        foreach (
            var text in new[]
            {
                SampleOutputs.Forti,
                SampleOutputs.FortiDetails,
                SampleOutputs.Xfrm,
                "dec: spi=24c2ab68\nproto esp spi key=16 000102030405060708090a0b0c0d0e0f\n",
            }
        )
        {
            var (_, output, error) = await run.Of(text, "--all");
            var (_, one, oneError) = await run.Of(text);

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
        byte[] saved = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Drops)];

        Assert.Equal("show asp drop", Command(await run.Of(saved)));
    }
}
