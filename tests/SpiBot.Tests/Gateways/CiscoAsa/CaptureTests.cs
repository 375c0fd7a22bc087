using System.Globalization;
using System.Text.Json;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.CiscoAsa;

/// <summary>Real outputs, against what their publishers' own parsers make of them.</summary>
public sealed class CaptureTests
{
    [Fact]
    public void Show_crypto_ipsec_sa()
    {
        var expected = Captures.Expected("cisco_asa/show_crypto_ipsec_sa/1.expected.yml");
        var listing = Read(ShowCryptoIpsecSa.Read(Captures.Text("cisco_asa/show_crypto_ipsec_sa/1.txt")));

        Assert.True(listing.Complete);
        Assert.Equal(
            expected.Select(e =>
                string.Join(
                    ' ',
                    e["current_peer"] + e["current_peer_name"],
                    e["local_address"] + e["local_address_name"],
                    e["interface"],
                    e["crypto_map_tag"],
                    e["packets_encapsulated"],
                    e["packets_decapsulated"],
                    e["packets_decrypted"],
                    e["inbound_spi_hex"].ToLowerInvariant(),
                    e["inbound_remaining_lifetime_kilobytes"],
                    e["inbound_remaining_lifetime"],
                    e["outbound_spi_hex"].ToLowerInvariant(),
                    e["outbound_remaining_lifetime_kilobytes"],
                    e["outbound_remaining_lifetime"],
                    e["inbound_settings_in_use"].Split(',')[0]
                )
            ),
            listing.Tunnels.Select(t =>
                string.Join(
                    ' ',
                    t.Peer,
                    t.Local,
                    t.Interface,
                    t.CryptoMap,
                    t.Encaps,
                    t.Decaps,
                    t.Decrypts,
                    t.Inbound.Single().Spi,
                    t.Inbound[0].RemainingKilobytes,
                    t.Inbound[0].RemainingSeconds,
                    t.Outbound.Single().Spi,
                    t.Outbound[0].RemainingKilobytes,
                    t.Outbound[0].RemainingSeconds,
                    t.Kind
                )
            )
        );
    }

    [Fact]
    public void Show_asp_drop_of_ntc()
    {
        var expected = Captures.Expected("cisco_asa/show_asp_drop/1.expected.yml").Single();
        var drops = Read(ShowAspDrop.Read(Captures.Text("cisco_asa/show_asp_drop/1.txt")));

        var compared = 0;
        foreach (var row in drops.Counts)
        {
            var name = row.Keyword.Replace('-', '_');
            // The upstream parser completes the one keyword that the box cut off, and leaves rows out; ours keeps what was printed.
            name = name == "np_socket_lock_failu" ? "np_socket_lock_failure" : name;
            name = row.Section == DropSection.Flow ? "flow_drop_" + name : name;
            if (expected.TryGetValue(name, out var count) && count.Length > 0)
            {
                Assert.Equal(count, row.Count.ToString(CultureInfo.InvariantCulture));
                compared++;
            }
        }

        Assert.Equal(
            expected.Count(e => e.Value.Length > 0 && !e.Key.EndsWith("last_cleared", StringComparison.Ordinal)),
            compared
        );
        Assert.Equal(expected["last_cleared"], drops.FrameLastClearing);
    }

    [Fact]
    public void Show_asp_drop_of_genie()
    {
        using var expected = JsonDocument.Parse(Captures.Text("cisco_asa/show_asp_drop/3.expected.json"));
        var drops = Read(ShowAspDrop.Read(Captures.Text("cisco_asa/show_asp_drop/3.txt")));

        Assert.Equal(Rows("frame_drop"), Ours(DropSection.Frame, drops.FrameLastClearing));
        Assert.Equal(Rows("flow_drop"), Ours(DropSection.Flow, drops.FlowLastClearing));

        IEnumerable<string> Rows(string section) =>
            expected.RootElement.GetProperty(section).EnumerateObject().Select(p => $"{p.Name} {p.Value}").Order();

        IEnumerable<string> Ours(DropSection section, string? cleared) =>
            drops
                .Counts.Where(row => row.Section == section)
                .Select(row => $"{row.Keyword} {row.Count}")
                .Append($"last_clearing {cleared}")
                .Order();
    }

    [Fact]
    public void Show_crypto_ikev1_sa_detail_of_7() =>
        Assert.Equal(
            Captures
                .Expected("cisco_asa/show_crypto_ikev1_sa_detail/1.expected.yml")
                .Select(e => $"{e["peer"]} {e["type"]} {e["dir"]} {e["state"]}"),
            Read(ShowCryptoIkev1Sa.Read(Captures.Text("cisco_asa/show_crypto_ikev1_sa_detail/1.txt")))
                .Sas.Select(sa => $"{sa.Peer} {sa.Kind} {sa.Role} {sa.State}")
        );

    [Fact]
    public void Show_crypto_ikev2_sa()
    {
        var ike = Read(ShowCryptoIkev2Sa.Read(Captures.Text("cisco_asa/show_crypto_ikev2_sa/1.txt")));
        using var expected = JsonDocument.Parse(Captures.Text("cisco_asa/show_crypto_ikev2_sa/1.expected.json"));
        var tunnel = expected
            .RootElement.GetProperty("sessions")
            .GetProperty("1")
            .GetProperty("tunnels")
            .EnumerateObject()
            .Single()
            .Value;

        var sa = Assert.Single(ike.Sas);
        Assert.True(ike.Complete);
        Assert.Equal(tunnel.GetProperty("remote").GetString(), sa.Peer + "/500");
        Assert.Equal(tunnel.GetProperty("activetime_secs").GetInt64(), sa.ActiveSeconds);
        Assert.Equal(
            tunnel
                .GetProperty("child_sa")
                .EnumerateObject()
                .Select(c => $"{c.Value.GetProperty("esp_in")} {c.Value.GetProperty("esp_out")}"),
            sa.Children!.Select(c => $"{c.Inbound} {c.Outbound}")
        );
        Assert.Empty(Read(ShowCryptoIkev2Sa.Read(Captures.Text("cisco_asa/show_crypto_ikev2_sa/2.txt"))).Sas);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Show_version_of_ntc(int number)
    {
        var text = Captures.Text($"cisco_asa/show_version/{number}.expected.yml");
        var expected = Captures.Expected($"cisco_asa/show_version/{number}.expected.yml").Single();
        var unit = Read(ShowVersion.Read(Captures.Text($"cisco_asa/show_version/{number}.txt")));

        Assert.Equal((expected["hostname"], expected["version"]), (unit.Hostname, unit.Version));
        Assert.Contains($"- \"{unit.SerialNumber}\"", text, StringComparison.Ordinal);
        Assert.Equal(expected["hardware"].Split(',')[0], expected["model"].Length > 0 ? "ASAv" : unit.Model);
        Assert.Equal(expected["uptime"], $"{unit.Uptime?.Days} days {unit.Uptime?.Hours} hours");
    }

    [Fact]
    public void Show_version_of_genie()
    {
        using var json = JsonDocument.Parse(Captures.Text("cisco_asa/show_version/5.expected.json"));
        var expected = json.RootElement.GetProperty("version");
        var unit = Read(ShowVersion.Read(Captures.Text("cisco_asa/show_version/5.txt")));

        Assert.Equal(expected.GetProperty("hostname").GetString(), unit.Hostname);
        Assert.Equal(expected.GetProperty("asa_version").GetString(), unit.Version);
        Assert.Equal(expected.GetProperty("serial_number").GetString(), unit.SerialNumber);
        Assert.Equal(expected.GetProperty("asa_model").GetString(), unit.Model);
    }

    [Theory]
    [InlineData(1, FailoverRole.Active, "Primary", "12:52:34 UTC Apr 26 2017", "failover GigabitEthernet0/4 (up)")]
    [InlineData(
        2,
        FailoverRole.Active,
        "Primary",
        "19:05:55 GMT/BST Jan 26 2022",
        "HA-State-Sync-Data TenGigabitEthernet0/9 (up)"
    )]
    [InlineData(5, FailoverRole.Active, "Secondary", "15:04:07 MET Feb 21 2019", "FAILOVER Port-channel1 (up)")]
    [InlineData(7, FailoverRole.Unknown, "Primary", null, "third GigabitEthernet0/2 (up)")]
    [InlineData(
        8,
        FailoverRole.Active,
        "Primary",
        "11:24:17 UTC Apr 17 2021",
        "foupdateif GigabitEthernet0/3 (administratively down)"
    )]
    public void Show_failover(int number, FailoverRole role, string unit, string? last, string link) =>
        Assert.Equal(
            new FailoverState(role, unit, last) { StatefulLink = link },
            Read(ShowFailover.Read(Captures.Text($"cisco_asa/show_failover/{number}.txt")))
        );

    [Theory]
    [InlineData("cisco_ios/show_crypto_ipsec_sa_detail/1.txt")]
    [InlineData("cisco_iosxe/show_crypto_ipsec_sa/1.txt")]
    [InlineData("cisco_iosxe/show_crypto_ipsec_sa_peer/1.txt")]
    public void Output_of_IOS_is_not_taken_for_an_ASAs(string file) =>
        Assert.Contains("IOS", ShowCryptoIpsecSa.Read(Captures.Text(file)).Failure?.Expected, StringComparison.Ordinal);

    private static T Read<T>(Parsed<T> parsed)
        where T : class
    {
        Assert.True(parsed.Succeeded, parsed.Failure?.ToString());
        return parsed.Value;
    }
}
