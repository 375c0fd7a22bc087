using System.Net;
using CsCheck;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.CiscoAsa;

public sealed class ShowLoggingTests
{
    private const string Head = """
        Syslog logging: enabled
            Console logging: disabled
            Monitor logging: disabled
            Buffer logging: level informational, 10003 messages logged
            Trap logging: level warnings, facility 20, 39294 messages logged

        """;

    private const string InvalidSpi =
        "%ASA-4-402114: IPSEC: Received an ESP packet (SPI= 0x8A41C77E, sequence number= 0x28B) from 203.0.113.9 to 198.51.100.1 with an invalid SPI.";

    [Theory]
    [InlineData("", null)]
    [InlineData("Nov 23 2026 02:27:40: ", "2026-11-23T02:27:40")]
    [InlineData("Nov 23 2026 02:27:40 hq-fw1 : ", "2026-11-23T02:27:40")]
    [InlineData("<166>Nov  3 2026 02:27:40: ", "2026-11-03T02:27:40")]
    [InlineData("Nov 23 2026 02:27:40.512 UTC: ", "2026-11-23T02:27:40")]
    [InlineData("2026-11-23T02:27:40Z hq-fw1 : ", "2026-11-23T02:27:40")]
    [InlineData("Nov 23 02:27:40 ", null)]
    [InlineData("Foo 99 2026 02:27:40: ", null)]
    public void Every_prefix_is_read(string prefix, string? time)
    {
        var logged = Assert.Single(ShowLogging.Read(Head + prefix + InvalidSpi).Value!.Events);
        Assert.Equal((LoggedEvent.InvalidSpi, 4), (logged.Id, logged.Severity));
        Assert.Equal("8a41c77e", logged.Spi?.Digits);
        Assert.Equal(("203.0.113.9", "198.51.100.1"), (logged.From, logged.To));
        Assert.Equal(time is null ? null : DateTime.Parse(time), logged.Local);
        Assert.Equal(prefix.Contains("Z ", StringComparison.Ordinal) || prefix.Contains("UTC"), logged.IsUtc);
    }

    [Theory]
    [InlineData("%FTD-4-402114: ")]
    [InlineData("%PIX-4-402114: ")]
    [InlineData("%ASA-vpn-4-402114: ")]
    public void Every_mark_is_read(string mark)
    {
        var line = mark + InvalidSpi["%ASA-4-402114: ".Length..];
        Assert.Equal("8a41c77e", Assert.Single(ShowLogging.Read(line).Value!.Events).Spi?.Digits);
    }

    [Fact]
    public void The_messages_about_tunnels_give_what_they_say()
    {
        var events = ShowLogging
            .Read(
                """
                %ASA-4-402114: IPSEC: Received an ESP packet (SPI= 0xF81283, sequence number= 0x1) from 192.0.2.77 (user= 192.0.2.77) to 198.51.100.1 with an invalid SPI.
                %ASA-4-402116: IPSEC: Received an ESP packet (SPI= 0x99554D4E, sequence number= 0x9E) from 203.0.113.9 (user= 203.0.113.9) to 198.51.100.1.  The decapsulated inner packet doesn't match the negotiated policy in the SA.
                %ASA-6-602303: IPSEC: An inbound LAN-to-LAN SA (SPI= 0xDD3FC4C) between 203.0.113.9 and 198.51.100.1 (user= 203.0.113.9) has been created.
                %ASA-6-602304: IPSEC: An outbound LAN-to-LAN SA (SPI= 0xDD3FC4D) between 198.51.100.1 and 203.0.113.9 (user= 203.0.113.9) has been deleted.
                %ASA-5-111008: User 'spibot' executed the 'clear crypto ipsec sa peer 203.0.113.9' command.
                %ASA-7-111009: User 'spibot' executed cmd: show logging | include [gr] logging:|40211[469]|60230[34]
                %ASA-5-713049: Group = 203.0.113.9, IP = 203.0.113.9, Security negotiation complete for LAN-to-LAN Group (203.0.113.9)  Initiator, Inbound SPI = 0x3a, Outbound SPI = 0xc78bcd1e
                %ASA-7-713117: Group = 203.0.113.9, IP = 203.0.113.9, Received Invalid SPI notify (SPI 0x8a41c77e)!
                %ASA-4-402117: IPSEC: Received a non-IPSec packet (protocol= ICMP) from 10.5.1.127 to 192.168.6.102.
                """
            )
            .Value!.Events;
        Assert.Equal(
            [402114, 402116, 602303, 602304, 111008, 111009, 713049, 713117, 402117],
            events.Select(e => e.Id)
        );
        Assert.Equal(("00f81283", "192.0.2.77"), (events[0].Spi?.Digits, events[0].User));
        Assert.Equal(("99554d4e", "198.51.100.1"), (events[1].Spi?.Digits, events[1].To));
        Assert.Equal(
            ("0dd3fc4c", "inbound", "203.0.113.9"),
            (events[2].Spi?.Digits, events[2].Direction, events[2].From)
        );
        Assert.Equal(
            ("0dd3fc4d", "outbound", "198.51.100.1"),
            (events[3].Spi?.Digits, events[3].Direction, events[3].From)
        );
        Assert.Equal(("spibot", "clear crypto ipsec sa peer 203.0.113.9"), (events[4].User, events[4].CommandLine));
        Assert.Null(events[5].Spi);
        // 0x3a is a reserved SPI: there is none.
        Assert.Equal((null, "c78bcd1e"), (events[6].Spi?.Digits, events[6].OutboundSpi?.Digits));
        Assert.Equal(("8a41c77e", "203.0.113.9"), (events[7].Spi?.Digits, events[7].From));
        Assert.Equal((null, "10.5.1.127", "192.168.6.102"), (events[8].Spi?.Digits, events[8].From, events[8].To));
    }

    [Theory]
    [InlineData("Buffer logging: level warnings, 3 messages logged", true, 4, true, false)]
    [InlineData("Buffer logging: level informational, 3 messages logged", true, 6, true, true)]
    [InlineData("Buffer logging: level info, 3 messages logged", true, 6, true, true)]
    [InlineData("Buffer logging: level debugging, 3 messages logged", true, 7, true, true)]
    [InlineData("Buffer logging: level errors, 3 messages logged", true, 3, false, false)]
    [InlineData("Buffer logging: disabled", false, null, false, false)]
    [InlineData("Buffer logging: list VPN, class vpn, 3 messages logged", true, null, false, false)]
    [InlineData("Syslog logging: disabled\nBuffer logging: level debugging, 0 messages logged", false, 7, false, false)]
    public void An_absent_message_means_something_only_if_the_level_allows_it(
        string line,
        bool on,
        int? level,
        bool takesInvalidSpis,
        bool takesDeletions
    )
    {
        var log = ShowLogging.Read(line).Value!;
        Assert.Equal((on, level), (log.On, log.Level));
        Assert.Equal((takesInvalidSpis, takesDeletions), (log.Takes(4), log.Takes(6)));
        Assert.Empty(log.Events);
    }

    [Fact]
    public void What_IKE_says_names_the_peer_and_how_a_session_ended()
    {
        var events = ShowLogging
            .Read(
                """
                %ASA-4-750003: Local:198.51.100.1:500 Remote:203.0.113.9:500 Username:Unknown IKEv2 Negotiation aborted due to ERROR: The peer's KE payload contained the wrong DH group
                %ASA-5-750006: Local:198.51.100.1:4500 Remote:203.0.113.9:4500 Username:203.0.113.9 IKEv2 SA UP. Reason: New Connection Established
                %ASA-4-751011: Local:2001:db8::1:500 Remote:2001:db8::2:500 Username:2001:db8::2 IKEv2 Failed user authentication. Error: expired
                %ASA-4-113019: Group = 203.0.113.9, Username = 203.0.113.9, IP = 203.0.113.9, Session disconnected. Session Type: LAN-to-LAN, Duration: 8h:00m:00s, Bytes xmt: 1, Bytes rcv: 2, Reason: Idle Timeout
                """
            )
            .Value!.Events;
        Assert.Equal(
            [("203.0.113.9", "198.51.100.1"), ("203.0.113.9", "198.51.100.1"), ("2001:db8::2", "2001:db8::1")],
            events.Take(3).Select(e => (e.From!, e.To!))
        );
        Assert.Equal("203.0.113.9", events[3].From);
    }

    [Theory]
    [InlineData("203.0.113.9", "203.0.113.9")]
    [InlineData("2001:db8:1111:2222:3333:4444:5555:6666", "222:3333:4444:5555:6666")]
    public void The_log_of_one_peer_is_filtered_on_the_box(string peer, string asked)
    {
        var query = ShowLogging.Peer(IPAddress.Parse(peer));
        Assert.Equal("show logg | i -(713|75[01]|11[13]0).*" + asked, query.Text);
        Assert.InRange(query.Text.Length, 1, 60);
        Assert.Empty(query.Read("").Value!.Events);
    }

    [Fact]
    public void Another_peer_whose_address_begins_alike_is_left_out()
    {
        var events = ShowLogging
            .Peer(IPAddress.Parse("203.0.113.9"))
            .Read(
                """
                %ASA-5-713120: Group = 203.0.113.90, IP = 203.0.113.90, PHASE 2 COMPLETED (msgid=6c2f0a1d)
                %ASA-5-713120: Group = 1203.0.113.9, IP = 1203.0.113.9, PHASE 2 COMPLETED (msgid=6c2f0a1d)
                %ASA-5-750006: Local:198.51.100.1:500 Remote:203.0.113.9:500 Username:203.0.113.9 IKEv2 SA UP.
                %ASA-5-111008: User 'spibot' executed the 'clear crypto ipsec sa peer 203.0.113.9' command.
                """
            )
            .Value!.Events;
        Assert.Equal([750006, 111008], events.Select(e => e.Id));
    }

    [Fact]
    public void Both_answers_become_one_log_in_the_order_of_time()
    {
        var tunnels = ShowLogging.Read(Head + "Nov 23 2026 02:27:40: " + InvalidSpi).Value!;
        var ike = ShowLogging
            .Read("Nov 23 2026 02:27:39: %ASA-5-713120: Group = 203.0.113.9, IP = 203.0.113.9, PHASE 2 COMPLETED")
            .Value!;

        var together = ShowLogging.Together(Answer.Of(tunnels), Answer.Of(ike)).Value!;

        Assert.Equal([713120, 402114], together.Events.Select(e => e.Id));
        Assert.Equal(6, together.Level);
        Assert.Equal("no", ShowLogging.Together(Answer.NotRead<LoggedEvents>("no"), Answer.Of(ike)).NotRead);
    }

    [Fact]
    public void What_is_no_log_is_a_located_failure()
    {
        Assert.False(ShowLogging.Read("").Succeeded);
        Assert.False(ShowLogging.Read("Frame drop:\n  Invalid SPI (np-sp-invalid-spi) 3").Succeeded);
        Assert.Equal(2, ShowLogging.Read("\nERROR: % Invalid input detected at '^' marker.").Failure?.Line);
    }

    [Fact]
    public void Of_a_large_buffer_the_newest_are_kept()
    {
        var lines = string.Concat(
            Enumerable
                .Range(0, 5000)
                .Select(i =>
                    $"%ASA-4-402114: IPSEC: Received an ESP packet (SPI= 0x{0x1000 + i:X}, sequence number= 0x1) from 192.0.2.1 to 192.0.2.2 with an invalid SPI.\n"
                )
        );
        var events = ShowLogging.Read(lines).Value!.Events;
        Assert.Equal(200, events.Count);
        Assert.Equal((0x1000u + 4800, 0x1000u + 4999), (events[0].Spi!.Value, events[^1].Spi!.Value));
    }

    [Fact]
    public void The_time_by_our_clock_follows_from_the_boxs_own()
    {
        var log = ShowLogging.Read("Nov 23 2026 04:27:10: " + InvalidSpi).Value!;
        var taken = new DateTimeOffset(2026, 11, 23, 2, 27, 40, TimeSpan.Zero);
        var box = Tunnels.Some.Box() with
        {
            TakenAt = taken,
            Clock = Answer.Of(
                new DeviceClock(new DateTime(2026, 11, 23, 4, 28, 0), "EET", Synchronised: true, Utc: null)
            ),
        };
        Assert.Equal(taken.AddSeconds(-50), LoggedEvents.OurTime(log.Events[0], box));
        Assert.Null(LoggedEvents.OurTime(log.Events[0], box with { Clock = Answer.NotRead<DeviceClock>("refused") }));
    }

    [Fact]
    public void The_capture_of_real_messages_is_read()
    {
        var events = ShowLogging.Read(Captures.Text("cisco_asa/syslog/1.txt")).Value!.Events;
        Assert.Contains(events, e => e is { Id: 402119, From: "68.18.122.4", User: "Bangalo", Spi.Digits: "1b86506b" });
        Assert.Contains(events, e => e is { Id: 602303, Direction: "outbound", Spi.Digits: "00f81283", User: "admin" });
        foreach (var file in new[] { "1", "2" })
        {
            var log = ShowLogging.Read(Captures.Text($"cisco_asa/show_logging/{file}.txt")).Value!;
            Assert.Equal((true, 4), (log.On, log.Level));
            Assert.NotEmpty(log.Events);
            Assert.All(log.Events, e => Assert.NotNull(e.Local));
        }
    }

    [Fact]
    public void Reading_is_total_whatever_the_text() =>
        Gen.Select(
                Gen.OneOf(
                    Gen.Const(InvalidSpi),
                    Gen.Const(Head),
                    Gen.Const("%ASA-6-602304: IPSEC: An inbound (SPI= 0x between a and b (user= "),
                    Gen.Const("%ASA-vpn-4-402114: from to from to (user="),
                    Gen.String
                ).Array[0, 6],
                Gen.Int[0, 300]
            )
            .Sample(
                (parts, cut) =>
                {
                    var text = string.Join('\n', parts);
                    var read = ShowLogging.Read(text[..Math.Min(cut, text.Length)]);
                    Assert.True(read.Succeeded != (read.Failure is not null));
                }
            );
}
