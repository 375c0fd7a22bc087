using SpiBot.Gateways.Pasted;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.Pasted;

/// <summary>Chats wrap long lines, or put a whole text into one: no value is lost without a word.</summary>
public sealed class WrappedPasteTests
{
    private const string IosIkev2 = """
        IPv4 Crypto IKEv2  SA 

        Tunnel-id Local                 Remote                fvrf/ivrf            Status 
        1         203.0.113.140/500     198.51.100.1/500      none/none            READY  
              Encr: AES-CBC, keysize: 256, PRF: SHA256, Hash: SHA256, DH Grp:14, Auth sign: PSK, Auth verify: PSK
              Life/Active Time: 86400/478 sec
              CE id: 1001, Session-id: 51052
              Status Description: Negotiation done
              Local spi: 040C5D360000C76C       Remote spi: 0000C76C040C5D36
              Initiator of SA : No

         IPv6 Crypto IKEv2  SA 


        """;

    public static TheoryData<string, string> Tables =>
        [
            .. AsaTables.All,
            ("show crypto ipsec sa", SampleOutputs.Asa),
            ("show crypto ipsec sa", SampleOutputs.Ios),
            ("show crypto ikev2 session", SampleOutputs.IosSession),
            ("show crypto session", SampleOutputs.IosCryptoSession),
            ("show crypto ikev2 sa", IosIkev2),
            ("show version", SampleOutputs.Ftd),
            ("show crypto isakmp sa", SampleOutputs.IosIsakmp),
            ("diagnose vpn tunnel list", SampleOutputs.Forti),
            ("get vpn ipsec tunnel details", SampleOutputs.FortiDetails),
            ("swanctl --list-sas", SampleOutputs.Swanctl),
            ("ipsec statusall", SampleOutputs.Statusall),
            ("show vpn ipsec-sa", SampleOutputs.PanOs),
            ("show security ipsec security-associations", SampleOutputs.Junos),
            ("ip xfrm state", SampleOutputs.Xfrm),
        ];

    [Theory]
    [MemberData(nameof(Tables))]
    public void Wrapped_at_any_width_it_is_read_as_it_was_printed(string command, string text)
    {
        var printed = Only($"gw1# {command}\n{text}");

        for (var width = 40; width < 120; width++)
        {
            var wrapped = Wrapped(text, width);

            var output = Only($"gw1# {command}\n{wrapped}");

            Assert.Equal((width, Told.Of(printed.Value)), (width, Told.Of(output.Value)));
            Assert.True(output.Complete, $"{width}: {output.Words}");
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void In_one_line_with_its_command_it_is_read_as_it_was_printed(string command, string text)
    {
        var printed = Only($"gw1# {command}\n{text}");

        foreach (var prompt in new[] { "gw1# ", "gw1#", "" })
        {
            var output = Only($"{prompt}{command} {text.ReplaceLineEndings(" ")}\n");

            Assert.Equal((printed.Platform, printed.Command), (output.Platform, output.Command));
            Assert.Equal(Told.Of(printed.Value), Told.Of(output.Value));
        }
    }

    [Theory]
    [InlineData(
        "IKEv1 SAs: Active SA: 1 Rekey SA: 0 Total IKE SA: 1 1 IKE Peer: 203.0.113.9 Type : L2L Role : initiato"
    )]
    [InlineData("IPv4 Crypto IKEv2 SA Tunnel-id Local Remote fvrf/ivrf Status 1 203.0.113.9/500 198.51.10")]
    public void A_table_in_one_line_that_was_cut_is_no_empty_one(string text) => Assert.False(Only(text).Complete);

    [Fact]
    public void A_whole_session_in_one_line_is_parted_at_its_prompts()
    {
        var text = string.Concat(AsaTables.All.Select(table => $"hq-fw1# {table.Command}\n{table.Text}")) + "hq-fw1# ";

        var (lines, one) = (PastedOutput.Read(text), PastedOutput.Read(text.ReplaceLineEndings(" ")));

        Assert.Equal(AsaTables.All.Count, one.Understood.Count);
        Assert.Equal(
            lines.Understood.Select(output => (output.Command, Told.Of(output.Value))),
            one.Understood.Select(output => (output.Command, Told.Of(output.Value)))
        );
    }

    /// <summary>Looked at from each prompt to the end, it takes the square of the time.</summary>
    [Fact]
    public void A_long_line_full_of_prompts_is_parted_at_each()
    {
        const int Times = 4_000;
        var text = string.Concat(Enumerable.Repeat("hq-fw1# show clock 02:13:40.123 UTC Tue Nov 24 2026 ", Times));

        Assert.Equal(Times, PastedOutput.Read(text).Understood.Count);
    }

    [Fact]
    public void In_one_line_without_a_command_the_drops_of_both_sections_are_read()
    {
        var drops = Assert.IsType<DropCounters>(Only(AsaTables.Drops.ReplaceLineEndings(" ")).Value);

        Assert.Equal((7, 345), (drops.InvalidSpis, drops.Of(DropSection.Frame, "sp-security-failed")));
        Assert.Equal((12, 5), (drops.Of(DropSection.Frame, "tcp-3whs-failed"), drops.Of(DropSection.Flow, "acl-drop")));
        Assert.Equal(("10:43:33 UTC Mar 27 2026 by ops", "Never"), (drops.FrameLastClearing, drops.FlowLastClearing));
    }

    [Theory]
    [InlineData("Frame drop: Invalid SPI 7 Bad option 12\n")]
    [InlineData("Frame drop:\n\n  Invalid SPI (np-sp-invalid-spi)\n\nBad option (bad) \n")]
    public void A_row_of_drops_that_cannot_be_told_is_no_0(string text) =>
        Assert.Contains(
            "show asp drop",
            Assert.Single(PastedOutput.Read(text).NotUnderstood),
            StringComparison.Ordinal
        );

    [Fact]
    public void The_end_of_a_wrapped_sentence_is_not_the_clock_of_the_box()
    {
        var output = Only(Wrapped(AsaTables.Version, 41));

        Assert.Equal(("show version", "hq-fw1"), (output.Command, Assert.IsType<UnitIdentity>(output.Value).Hostname));
    }

    [Fact]
    public void Without_the_section_of_frames_nothing_is_said_of_invalid_SPIs()
    {
        var flow = AsaTables.Drops[AsaTables.Drops.IndexOf("Flow drop", StringComparison.Ordinal)..];

        var output = Only(flow);

        Assert.False(output.Complete);
        Assert.DoesNotContain("0 frames", output.Words, StringComparison.Ordinal);
        Assert.Contains("Frame drop", output.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Crypto map tag: outside_map, seq num: 10, local addr:\n198.51.100.1\n")]
    [InlineData("Crypto map tag: outside_map, seq num: 10, local\naddr: 198.51.100.1\n")]
    [InlineData("Crypto map tag: outside_map, seq num:\n10, local addr: 198.51.100.1\n")]
    public void The_own_address_is_read_from_a_wrapped_header(string header)
    {
        var text = SampleOutputs.Asa;
        var from = text.IndexOf("Crypto map tag", StringComparison.Ordinal);
        var behind = text[text.IndexOf('\n', from)..]
            .Replace("local crypto endpt.: 198.51.100.1", "local crypto endpt.: 192.0.2.1", StringComparison.Ordinal);

        var output = Only(text[..from] + header + behind);

        Assert.True(output.Complete);
        Assert.Equal("198.51.100.1", Assert.Single(Assert.IsType<SaListing>(output.Value).Tunnels).Local);
    }

    [Fact]
    public void A_wrapped_line_of_a_tunnels_name_begins_the_output()
    {
        var from = SampleOutputs.Forti.IndexOf("name=", StringComparison.Ordinal);
        var text = SampleOutputs.Forti[from..].Replace("serial=1 ", "serial=1\n", StringComparison.Ordinal);

        var output = Only(text);

        Assert.True(output.Complete);
        Assert.All(
            Assert.IsType<SaListing>(output.Value).Tunnels,
            tunnel => Assert.Equal(("berlin", "203.0.113.9"), (tunnel.Interface, tunnel.Peer))
        );
    }

    [Theory]
    [InlineData("rtr1(config)#do show crypto ipsec sa peer 198.51.100.1", SampleOutputs.Ios, "peer 198.51.100.1")]
    [InlineData("rtr1(config-if)# do sh cry ips sa", SampleOutputs.Ios, "")]
    [InlineData("do show crypto ipsec sa", SampleOutputs.Ios, "")]
    [InlineData("lab@srx# run show security ipsec security-associations", SampleOutputs.Junos, "")]
    [InlineData("root@gw:~# sudo swanctl --list-sas --ike berlin", SampleOutputs.Swanctl, "--ike berlin")]
    public void A_command_may_be_run_from_elsewhere(string line, string text, string arguments)
    {
        var answer = Assert.Single(SavedSession.Of($"{line}\n{text}").Answers);

        Assert.Equal(arguments, answer.Arguments);
        Assert.True(answer.Read().Succeeded);
        Assert.True(Only($"{line}\n{text}").Complete);
    }

    private static UnderstoodOutput Only(string text)
    {
        var pasted = PastedOutput.Read(text);
        Assert.True(pasted.NotUnderstood.Count == 0, string.Join("; ", pasted.NotUnderstood));
        return Assert.Single(pasted.Understood);
    }

    private static string Wrapped(string text, int width) =>
        string.Join('\n', text.Split('\n').SelectMany(line => PasteWrap.Of(line.Trim(), width)));
}
