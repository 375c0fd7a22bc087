using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using SpiBot.Lab.Firewalls;

namespace SpiBot.EndToEnd;

/// <summary>What SpiBot remembers, and what others paste: through real processes.</summary>
[Collection<OneLab>]
public sealed class HistoryTests(LabFixture lab)
{
    private const string Key = "000102030405060708090a0b0c0d0e0f";

    [Fact]
    public async Task A_fault_and_its_clear_are_in_the_tunnels_history()
    {
        var incident = lab.Begin("peer-on-old-sa");
        var stale = Witness.Of(lab.Lab.Network).BerlinSends!;
        await incident.Do("check 203.0.113.9 on hq-fw1");
        Assert.Contains("berlin-fw1 sends with it to 198.51.100.1", await incident.Do($"what is SPI 0x{stale}?"));
        await incident.Do("press:Propose the clear");
        await incident.Do("lead: press:Approve");

        var history = await incident.Do("history peer 203.0.113.9 on hq-fw1");
        Assert.Contains("found: peer-on-old-sa", history);
        Assert.Contains("clear-peer on berlin-fw1: helped", history);
        Assert.Contains("packets dropped for an invalid SPI", history);
        Assert.Contains("berlin-fw1 sent with it to 198.51.100.1", await incident.Do($"what is SPI 0x{stale}?"));
        var swapped = BinaryPrimitives.ReverseEndianness(
            uint.Parse(stale, NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        );
        Assert.Contains("the same bytes the other way round", await incident.Do($"what is SPI 0x{Digits(swapped)}?"));
        Assert.Contains("found: stale-outbound", await incident.Do("history peer 198.51.100.1 on berlin-fw1"));
    }

    [Fact]
    public async Task An_SPI_that_nobody_has_and_a_tunnel_that_nobody_looked_at_are_answered()
    {
        var incident = lab.Begin("healthy");
        Assert.Contains("message 402114", await incident.Do("what is SPI 0x00000fff?"));
        Assert.Contains("Nothing is remembered", await incident.Do("history peer globex"));
    }

    [Fact]
    public async Task What_the_other_side_printed_is_compared_and_its_keys_are_nowhere()
    {
        var incident = lab.Begin("healthy");
        var card = await incident.Do("check acme");
        Assert.Contains("[Ask the other side]", card);
        Assert.Contains("[Paste their output]", card);

        foreach (var theirs in new[] { FortiGate(lab.Lab.Network.Look(Acme)), Xfrm(lab.Lab.Network.Look(Acme)) })
        {
            var compared = await incident.Do(theirs);
            Assert.Contains("As pasted: acme's end is what On-call engineer pasted", compared);
            Assert.Contains("✓ match", compared);
            Assert.DoesNotContain("no match", compared);
            Assert.DoesNotContain("Propose", compared);
            Assert.DoesNotContain("second look", compared);
            Assert.DoesNotContain(Key, compared);
        }

        Assert.DoesNotContain(Key, lab.Log);
        await AreNotStored(Key, "hq-fw1");

        Assert.Contains(
            "Run there: ",
            await incident.Do(
                "fgt # get vpn ipsec tunnel summary\n'hq' 198.51.100.1:0  selectors(total,up): 1/1  rx(pkt,err): 5/0  tx(pkt,err): 5/0"
            )
        );
        Assert.Empty(incident.Changes);
    }

    /// <summary>In no byte of the store, journal and outbox included, while what stands beside it is.</summary>
    private async Task AreNotStored(string secret, string beside)
    {
        var database = lab.Lab.SpiBotEnvironment["Storage__Database"];
        var stored = "";
        // SpiBot holds the lock beside them, which is empty.
        foreach (var file in new[] { database, database + "-wal" })
        {
            await using var open = new FileStream(
                file,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
            using var reader = new StreamReader(open, Encoding.Latin1);
            stored += await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        }

        Assert.Contains(beside, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, stored, StringComparison.OrdinalIgnoreCase);
    }

    private static IReadOnlyList<SelectorEnd> Acme(World world) =>
        [.. world.Links.Single(link => link.Far.Owner.Name == "acme").Flows.Select(flow => flow.Far)];

    /// <summary>The other box as a FortiGate: its inbound SPI is what it decrypts with.</summary>
    private static string FortiGate(IReadOnlyList<SelectorEnd> ends) =>
        "list ipsec tunnel by names in vd 0\n"
        + "name=hq ver=2 serial=1 192.0.2.77:500->198.51.100.1:500 tun_id=198.51.100.1 dst_mtu=1500\n"
        + $"proxyid_num={ends.Count} child_num=0 refcnt=11 ilast=5 olast=5 ad=/0\n"
        + string.Concat(
            ends.Select(end =>
                $"""
                    proxyid=hq proto=0 sa=1 ref=2 serial=1
                      src: 0:{end.Local.Address}/{end.Local.Mask}:0
                      dst: 0:{end.Remote.Address}/{end.Remote.Mask}:0
                      SA:  ref=3 options=10226 type=00 soft=0 mtu=1438 expire=42897/0B replaywin=2048
                      life: type=01 bytes=0/0 timeout=42899/43200
                      dec: spi={Digits(end.Pairs[^1].InboundSpi)} esp=aes key=16 {Key}
                           ah=sha1 key=20 101112131415161718191a1b1c1d1e1f20212223
                      enc: spi={Digits(end.Pairs[^1].OutboundSpi)} esp=aes key=16 {Key}
                           ah=sha1 key=20 303132333435363738393a3b3c3d3e3f40414243
                      dec:pkts/bytes=12/16368, enc:pkts/bytes=34/1400

                    """
            )
        );

    /// <summary>The other box as a Linux: a state for each direction, with its keys.</summary>
    private static string Xfrm(IReadOnlyList<SelectorEnd> ends) =>
        string.Concat(
            ends.Select(
                (end, request) =>
                    $"""
                        src 198.51.100.1 dst 192.0.2.77
                            proto esp spi 0x{Digits(end.Pairs[^1].InboundSpi)} reqid {request + 1} mode tunnel
                            replay-window 32 flag af-unspec
                            auth-trunc hmac(sha1) 0x{Key}01020304 96
                            enc cbc(aes) 0x{Key}
                        src 192.0.2.77 dst 198.51.100.1
                            proto esp spi 0x{Digits(end.Pairs[^1].OutboundSpi)} reqid {request + 1} mode tunnel
                            replay-window 32 flag af-unspec
                            auth-trunc hmac(sha1) 0x{Key}01020304 96
                            enc cbc(aes) 0x{Key}

                        """
            )
        );

    private static string Digits(uint spi) => spi.ToString("x8", CultureInfo.InvariantCulture);
}
