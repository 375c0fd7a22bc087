using System.Text.Json.Nodes;
using SpiBot.Gateways.Pasted;
using SpiBot.Lab.Firewalls;
using SpiBot.Lab.Scenarios;
using SpiBot.Tests.Lab.Firewalls;
using SpiBot.Tunnels;
using static SpiBot.Tests.Cli.AnalyzeRun;
using static SpiBot.Tests.Cli.SavedText;

namespace SpiBot.Tests.Cli;

public sealed class AnalyzeCommandTests : IDisposable
{
    private static readonly string[] Commands =
    [
        "show clock",
        "show version",
        "show failover",
        "show asp drop",
        "show crypto ipsec sa",
        "show crypto ipsec sa inactive",
        "show crypto ikev1 sa",
        "show crypto ikev2 sa",
        "show mode",
        "show logging",
        "show vpn-sessiondb detail l2l",
        "show running-config crypto map",
        "show asp table vpn-context detail",
    ];

    private readonly AnalyzeRun run = new();

    public static TheoryData<string> Stories =>
        ["healthy", "rekey-noise", "peer-on-old-sa", "stale-outbound", "inactive-sas", "counter-residue"];

    public void Dispose() => run.Dispose();

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task Two_saved_looks_at_both_ends_of_a_Lab_story_give_its_cause(string story)
    {
        var network = Screen.Network(story, out var clock);
        var (hq, berlin) = (await Look("hq-fw1", "1"), await Look("berlin-fw1", "1"));
        clock.Advance(TimeSpan.FromSeconds(30));
        var (hqLater, berlinLater) = (await Look("hq-fw1", "2"), await Look("berlin-fw1", "2"));

        var json = await Json(hq, "--theirs", berlin, "--later", berlinLater, hqLater);

        Assert.Equal(story, Cause(json));
        Assert.DoesNotContain(Missing(json), m => m.Contains("look", StringComparison.Ordinal));
        // The logs were given, too: they name the sender of what is dropped.
        Assert.Equal(
            story is "peer-on-old-sa" or "stale-outbound",
            json.ToJsonString().Contains("402114: SPI", StringComparison.Ordinal)
        );
        Assert.All(
            json["remedies"]!.AsArray().Where(r => (string)r!["kind"]! == "clear-peer"),
            r => Assert.StartsWith("clear crypto ipsec sa peer ", (string)r!["lines"]![0]!, StringComparison.Ordinal)
        );

        async Task<string> Look(string gateway, string number) =>
            run.Save($"{gateway}-{number}.txt", await Saved(network, gateway));
    }

    [Fact]
    public async Task A_listing_that_was_filtered_for_SPIs_still_says_which_ones_are_in_use()
    {
        var hq = $"hq-fw1# show crypto ipsec sa peer {Berlin} | include ident|peer|current\n" + Filtered(HqBlock());
        var berlin =
            $"berlin-fw1# show crypto ipsec sa peer {Hq} | include ident|peer|current\n" + Filtered(BerlinBlock());

        var row = Assert.Single(
            (await Json(run.Save("h.txt", hq), "--theirs", run.Save("b.txt", berlin)))["comparison"]!.AsArray()
        )!;

        Assert.Equal(
            """{"ours":{"inbound":["0x7bc0de01"],"outbound":["0x0dd3fc4c"]},"theirs":{"inbound":["0x0dd3fc4c"],"outbound":["0x7bc0de01"]}}""",
            new JsonObject
            {
                ["ours"] = row["ours"]!.DeepClone(),
                ["theirs"] = row["theirs"]!.DeepClone(),
            }.ToJsonString()
        );

        static string Filtered(string block) =>
            string.Join(
                '\n',
                block
                    .Split('\n')
                    .Where(line =>
                        new[] { "ident", "peer", "current" }.Any(w => line.Contains(w, StringComparison.Ordinal))
                    )
            ) + "\n";
    }

    /// <summary>Without them an end that prints names cannot be laid beside the other.</summary>
    [Fact]
    public async Task The_names_of_a_saved_show_names_stand_for_their_addresses()
    {
        var network = Screen.Network("peer-on-old-sa", out var clock);
        network.Firewall("hq-fw1").Traits = new FirewallTraits
        {
            Names = new Dictionary<string, string>
            {
                [Screen.Berlin] = "BERLIN-FW",
                [Screen.Hq] = "HQ-FW",
                ["10.1.0.0"] = "HQ-LAN",
                ["10.2.0.0"] = "BERLIN-LAN",
            },
        };
        var (hq, berlin) = (await Saved(network, "hq-fw1", "show names"), await Saved(network, "berlin-fw1"));
        clock.Advance(TimeSpan.FromSeconds(30));
        var later = await Saved(network, "hq-fw1", "show names");

        var json = await Json(
            run.Save("h.log", hq),
            "--theirs",
            run.Save("b.log", berlin),
            "--later",
            run.Save("h2.log", later)
        );

        Assert.Contains("current_peer: BERLIN-FW", hq);
        Assert.Equal("peer-on-old-sa", Cause(json));
        Assert.Contains(
            json["comparison"]!.AsArray(),
            row =>
                (string?)row!["localSelector"] == "10.1.0.0/24" && row["ours"] is not null && row["theirs"] is not null
        );
        Assert.Contains("402114: SPI", json.ToJsonString());
    }

    [Fact]
    public async Task The_other_end_may_be_a_strongSwan()
    {
        var saved = await Saved(Screen.Network("healthy", out _), "hq-fw1");
        var ours = SavedSession
            .Of(saved)
            .Answers.Select(answer => answer.Read().Value)
            .OfType<SaListing>()
            .Single()
            .Tunnels.First(sa => sa.Peer == "203.0.113.9");
        var theirs = $"""
            branch: #1, ESTABLISHED, IKEv2, cb469ea1a7223567_i* 1b7f9a2c0d3e4f50_r
              local  '203.0.113.9' @ 203.0.113.9[4500]
              remote '198.51.100.1' @ 198.51.100.1[4500]
              net: #2, reqid 1, INSTALLED, TUNNEL, ESP:AES_CBC-256/HMAC_SHA2_256_128
                installed 204s ago, rekeying in 3156s, expires in 3756s
                in  {ours.Sending!.Digits},   1234 bytes,    12 packets,     3s ago
                out {ours.Accepting[0].Digits},   1234 bytes,    14 packets,     3s ago
                local  {ours.RemoteSelector}
                remote {ours.LocalSelector}

            """;

        var json = await Json(
            run.Save("h.log", saved),
            "--theirs",
            run.Save("sw.txt", theirs),
            "--peer",
            "203.0.113.9"
        );

        var pair = json["comparison"]!
            .AsArray()
            .Single(row =>
                (string)row!["localSelector"]! == ours.LocalSelector!.ToString() && row["theirs"] is not null
            );
        Assert.Equal("match", (string)pair!["verdict"]!);
    }

    [Fact]
    public async Task Both_looks_may_stand_in_one_file()
    {
        var network = Screen.Network("peer-on-old-sa", out var clock);
        var (hq, berlin) = (await Saved(network, "hq-fw1"), await Saved(network, "berlin-fw1"));
        clock.Advance(TimeSpan.FromSeconds(30));
        var files = new[] { hq + await Saved(network, "hq-fw1"), berlin + await Saved(network, "berlin-fw1") };

        var json = await Json(run.Save("h.log", files[0]), "--theirs", run.Save("b.log", files[1]));

        Assert.Equal("peer-on-old-sa", Cause(json));
        Assert.DoesNotContain(Missing(json), m => m.Contains("look", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_JSON_has_the_documented_shape()
    {
        var json = await PeerOnOldSa();

        Assert.Equal(("peer-on-old-sa", "high"), (Cause(json), (string)json["confidence"]!));
        var finding = json["findings"]![0]!;
        Assert.Equal("peer-on-old-sa", (string)finding["cause"]!);
        Assert.Contains(
            "hq-fw1 2026-03-01T02:27:41Z: np-sp-invalid-spi 54,217",
            finding["evidence"]!.AsArray().Select(e => (string)e!)
        );
        Assert.All(finding["against"]!.AsArray(), a => Assert.NotEmpty((string)a!));
        AssertJson(
            """
            {"localSelector":"10.1.0.0/24","remoteSelector":"10.2.0.0/24",
            "ours":{"inbound":["0x7bc0de01"],"outbound":["0x0dd3fc4c"]},"theirs":{"inbound":["0x0dd3fc4c"],"outbound":["0x8a41c77e"]},
            "verdict":"they-are-stale","words":"berlin-fw1 sends 8a41c77e, which hq-fw1 does not accept; berlin-fw1 holds the older SA."}
            """,
            Assert.Single(json["comparison"]!.AsArray())!
        );
        var clear = json["remedies"]!.AsArray().First(r => (string)r!["kind"]! == "clear-peer")!;
        Assert.Equal("berlin-fw1", (string)clear["gateway"]!);
        AssertJson("""["clear crypto ipsec sa peer 198.51.100.1"]""", clear["lines"]!);
        Assert.Equal("yes", (string)clear["helps"]!);
        Assert.NotEmpty((string)clear["interrupts"]!);
        Assert.NotEmpty((string)clear["why"]!);
        Assert.Equal(
            ["The IKEv1 SAs of berlin-fw1: not in the output that was given (show crypto ikev1 sa)."],
            Missing(json).Where(m => m.Contains("IKE", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Of_a_listing_that_was_cut_the_first_half_is_compared_and_the_rest_is_missing()
    {
        var whole = Sas("hq-fw1", HqBlock(), HqBlock(remote: "10.3.0.0", inbound: "11112222", outbound: "33334444"));
        var cut = run.Save("a.txt", whole[..whole.LastIndexOf("outbound esp sas", StringComparison.Ordinal)]);

        var json = await Json(cut, "--theirs", run.Save("b.txt", Sas("berlin-fw1", BerlinBlock())));

        Assert.Equal("match", (string)json["comparison"]![0]!["verdict"]!);
        Assert.Contains(Missing(json), m => m.StartsWith("The rest of hq-fw1's SAs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_command_refused_to_tell_is_missing_and_the_rest_is_judged()
    {
        var file = run.Save(
            "a.txt",
            "hq-fw1# show asp drop\nCommand authorization failed\n" + Sas("hq-fw1", HqBlock()) + "hq-fw1# "
        );

        var json = await Json(file);

        Assert.Equal("undetermined", Cause(json));
        Assert.Contains(Missing(json), m => m.Contains("Command authorization failed", StringComparison.Ordinal));
        Assert.Single(json["comparison"]!.AsArray());
    }

    [Fact]
    public async Task Of_a_whole_box_the_gravest_peer_is_reported_and_the_others_are_named()
    {
        var file = run.Save(
            "a.txt",
            Sas("hq-fw1", HqBlock(peer: "192.0.2.77", remote: "10.7.0.0"), HqBlock(kilobytes: "0"))
        );

        var json = await Json(file, "--peer", "192.0.2.77");
        Assert.Equal("10.7.0.0/24", (string)json["comparison"]![0]!["remoteSelector"]!);
        json = await Json(file);
        Assert.Contains(Missing(json), m => m.Contains("each to be had with --peer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_SPIs_under_two_peers_do_not_mix_them_up()
    {
        var hq = run.Save("hq.txt", Sas("hq-fw1", HqBlock(peer: "192.0.2.77", remote: "10.7.0.0"), HqBlock()));
        var berlin = run.Save("b.txt", Sas("berlin-fw1", BerlinBlock()));

        var row = (await Json(hq, "--theirs", berlin))["comparison"]!.AsArray().Single()!;

        Assert.Equal(("10.2.0.0/24", "match"), ((string)row["remoteSelector"]!, (string)row["verdict"]!));
    }

    [Fact]
    public async Task A_file_without_anything_that_can_be_read_is_refused_with_what_was_found()
    {
        var error = await Refused(run.Save("a.txt", "hello\n"));

        Assert.Contains("a.txt", error, StringComparison.Ordinal);
        Assert.Contains("found \"hello\"", error, StringComparison.Ordinal);
        Assert.Contains("no such file", await Refused("/no/such/file.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_text_says_the_same_and_steers_no_terminal()
    {
        var (exit, output, _) = await Run([.. Files(), "--json"]);
        Assert.Equal(0, exit);
        (exit, output, _) = await Run(Files());

        Assert.Equal(0, exit);
        Assert.StartsWith(
            "berlin-fw1 sends with an SPI that hq-fw1 no longer knows  [peer-on-old-sa, high]",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains("clear crypto ipsec sa peer 198.51.100.1", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }

    private Task<JsonNode> PeerOnOldSa() => Json(Files());

    private string[] Files()
    {
        const string After = "02:27:41.100 UTC Sun Mar 1 2026";
        var hq = run.Save(
            "hq.txt",
            Clock("hq-fw1") + Drops("hq-fw1", 52_957) + Ike("hq-fw1", Berlin) + Sas("hq-fw1", HqBlock())
        );
        var berlin = run.Save(
            "berlin.txt",
            Clock("berlin-fw1")
                + Ike("berlin-fw1", Hq).Split("berlin-fw1# show crypto ikev1")[0]
                + Sas("berlin-fw1", BerlinBlock(outbound: "8A41C77E", left: 2041))
        );
        var hqLater = run.Save(
            "hq2.txt",
            Clock("hq-fw1", After)
                + Drops("hq-fw1", 54_217)
                + Ike("hq-fw1", Berlin)
                + Sas("hq-fw1", HqBlock(encaps: 400, left: 27_870))
        );
        var berlinLater = run.Save(
            "berlin2.txt",
            Clock("berlin-fw1", After)
                + Ike("berlin-fw1", Hq).Split("berlin-fw1# show crypto ikev1")[0]
                + Sas("berlin-fw1", BerlinBlock(outbound: "8A41C77E", encaps: 1360, left: 2011))
        );
        return [hq, "--theirs", berlin, "--later", hqLater, berlinLater];
    }

    private static async Task<string> Saved(LabNetwork network, string gateway, params string[] more)
    {
        await using var terminal = await Terminal.Enabled(network, gateway);
        var text = "";
        foreach (var command in Commands.Concat(more))
        {
            text += $"{gateway}# {command}\r\n{await terminal.Ask(command)}\r\n";
        }

        return text + $"{gateway}# \r\n";
    }

    private static void AssertJson(string expected, JsonNode actual) =>
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), actual.ToJsonString());
}
