using CsCheck;
using SpiBot.Gateways.Pasted;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.CiscoAsa;

/// <summary>What a box says about itself: clock, version, failover, sessions, inactive SAs.</summary>
public sealed class BoxFactsTests
{
    [Theory]
    [InlineData("13:25:40.553 UTC Mon Nov 23 2026", "2026-11-23T13:25:40.553 UTC True utc")]
    [InlineData(".13:25:40.553 GMT Mon Nov 23 2026\r\n", "2026-11-23T13:25:40.553 GMT False utc")]
    [InlineData("*9:05:00.001 MET Sun Mar 1 2026", "2026-03-01T09:05:00.001 MET False")]
    [InlineData("09:05:00 GMT/BST Sun Mar 1 2026\nTime source is NTP", "2026-03-01T09:05:00.000 GMT/BST True")]
    public void Clocks(string text, string expected)
    {
        var clock = Read(ShowClock.Read(text));

        var utc = clock.Utc is { } at && at.DateTime == clock.Local ? " utc" : "";
        Assert.Equal(expected, $"{clock.Local:yyyy-MM-ddTHH:mm:ss.fff} {clock.Zone} {clock.Synchronised}{utc}");
    }

    [Fact]
    public void A_version_names_the_unit()
    {
        var unit = Read(
            ShowVersion.Read(
                """

                Cisco Adaptive Security Appliance Software Version 9.16(4)19 <context>
                Device Manager Version 7.16(1)

                Compiled on Mon 15-Feb-16 19:00 PST by builders

                hq-fw1 up 1 year 2 days
                failover cluster up 2 years 87 days

                Hardware:   ASA5516, 8192 MB RAM, CPU Atom C2000 series 2416 MHz, 1 CPU (8 cores)
                Serial Number: JAD00000001
                """
            )
        );

        Assert.Equal(new UnitIdentity("hq-fw1", "9.16(4)19", "JAD00000001", TimeSpan.FromDays(367), "ASA5516"), unit);
    }

    [Theory]
    [InlineData("fw up 9 mins 30 secs", 570)]
    [InlineData("fw up 2 hours 3 mins", 7380)]
    [InlineData("fw up 41 days 19 hours", 3610800)]
    [InlineData("fw up and running", null)]
    public void Uptimes(string line, int? seconds) =>
        Assert.Equal(
            seconds,
            Read(
                ShowVersion.Read($"Cisco Adaptive Security Appliance Software Version 9.8(4)\n{line}\n")
            ).Uptime?.TotalSeconds
        );

    [Theory]
    [InlineData("Failover Off\nFailover unit Secondary\n", FailoverRole.Standalone)]
    [InlineData(
        "Failover On\nFailover unit Primary\n  This host: Primary - Active \n  Other host: Secondary - Standby Ready\n",
        FailoverRole.Active
    )]
    [InlineData(
        "Failover On\nFailover unit Primary\nThis host: Primary - Standby Ready\nOther host: Secondary - Active\n",
        FailoverRole.Standby
    )]
    [InlineData("Failover On\nThis host: Secondary - Failed\nOther host: Primary - Active\n", FailoverRole.Failed)]
    [InlineData(
        "Failover On\nThis host: Secondary - Sync Config\nOther host: Primary - Active\n",
        FailoverRole.Unknown
    )]
    [InlineData(
        "Failover On\nThis host: Primary\nGroup 1 State: Active\nGroup 2 State: Active\nOther host: Secondary\nGroup 1 State: Standby Ready\n",
        FailoverRole.Active
    )]
    [InlineData(
        "Failover On\nThis host: Primary\nGroup 1 State: Active\nGroup 2 State: Standby Ready\nOther host: Secondary\n",
        FailoverRole.Unknown
    )]
    [InlineData(
        "Failover On\nLast Failover at: 11:24:17 UTC Apr 17 2021\nThis context: Standby Ready\nPeer context: Active\n",
        FailoverRole.Standby
    )]
    [InlineData("Failover Off (pseudo-Standby)\nFailover unit Secondary\n", FailoverRole.Standby)]
    public void The_role_is_not_the_name_of_the_unit(string text, FailoverRole role) =>
        Assert.Equal(role, Read(ShowFailover.Read(text)).Role);

    [Fact]
    public void A_pair_that_does_not_say_who_we_are_is_not_read() =>
        Assert.Equal(
            "This host: with its role",
            ShowFailover.Read("Failover On\nFailover unit Primary\nOther host: Secondary - Active\n").Failure?.Expected
        );

    [Fact]
    public void Sessions_are_counted_once_though_they_have_two_directions() =>
        Assert.Equal(
            2,
            Read(
                ShowSshSessions.Read(
                    """
                    SID Client IP       Version Mode Encryption Hmac     State            Username
                    0   192.0.2.39      2.0     IN   aes256-ctr sha1     SessionStarted   spibot
                                                OUT  aes256-ctr sha1     SessionStarted   spibot
                    1   2001:db8::56    2.0     IN   aes256-ctr sha1     SessionStarted   pat
                                                OUT  aes256-ctr sha1     SessionStarted   pat
                    """
                )
            ).Count
        );

    [Fact]
    public void Inactive_SAs_are_counted_and_listed_as_far_as_their_form_is_known()
    {
        var inactive = Read(
            ShowCryptoIpsecSaInactive.Read(
                """
                Checking for inactive IPsec SAs...
                Inactive inbound SA: SPI: 0x1AAC9593, state: dead, reason: Phase 2 Error
                Inactive outbound SA: SPI: 0x2AAC9593
                Something new: 7
                Inactive IPsec SAs: 3
                """
            )
        );

        Assert.Equal(3, inactive.Count);
        Assert.Equal(
            [
                new InactiveSa("inbound", Spi.From(0x1AAC9593), "dead", "Phase 2 Error"),
                new InactiveSa("outbound", Spi.From(0x2AAC9593), State: null, Reason: null),
            ],
            inactive.Sas
        );
        Assert.Equal(["Something new: 7"], inactive.UnreadLines);
        Assert.Equal(
            0,
            Read(ShowCryptoIpsecSaInactive.Read("Checking for inactive IPsec SAs…\nInactive IPsec SAs: 0")).Count
        );
    }

    [Fact]
    public void Any_text_has_an_answer_from_every_reader() =>
        Gen.Select(
                Gen.OneOf(
                    "Failover On",
                    "This host: ",
                    "Group 1 State:",
                    "Security Appliance Software Version ",
                    "Hardware: ",
                    "x up 1 ",
                    "Inactive IPsec SAs: ",
                    "Inactive inbound SA: SPI: 0x",
                    "SID Client IP",
                    "1 IKE Peer: ",
                    "Rekey : no State : ",
                    "Session-id:1, IKE count:",
                    "1 192.0.2.1/500 192.0.2.2/500 ",
                    "Child sa: local selector ",
                    "ESP spi in/out: ",
                    "Life/Active Time: ",
                    "Frame drop:",
                    "Last clearing:",
                    "13:25:40.553 UTC Mon ",
                    ""
                ).Array[0, 10],
                Gen.String[0, 30].Array[10],
                (lines, rests) => string.Join('\n', lines.Zip(rests, (line, rest) => line + rest))
            )
            .Sample(
                text =>
                {
                    Total(ShowClock.Read(text));
                    Total(ShowVersion.Read(text));
                    Total(ShowFailover.Read(text));
                    Total(ShowAspDrop.Read(text));
                    Total(ShowAspDrop.Query.Read(text));
                    Total(ShowCryptoIpsecSaInactive.Read(text));
                    Total(ShowSshSessions.Read(text));
                    Total(ShowCryptoIkev1Sa.Read(text));
                    Total(ShowCryptoIkev2Sa.Read(text));
                    Total(ShowCryptoIsakmpSa.Read(text));
                    var recognised = Recognition.Find(text);
                    Total(recognised);
                    Total(recognised.Value?.Read() ?? Parsed.Of<object>(text));
                },
                iter: 2_000
            );

    [Theory]
    [InlineData("")]
    [InlineData("Command authorization failed\n")]
    [InlineData("      ^\nERROR: % Invalid input detected at '^' marker.\n")]
    public void Nothing_and_a_refusal_are_failures(string text)
    {
        Assert.NotNull(ShowClock.Read(text).Failure);
        Assert.NotNull(ShowVersion.Read(text).Failure);
        Assert.NotNull(ShowFailover.Read(text).Failure);
        Assert.NotNull(ShowCryptoIpsecSaInactive.Read(text).Failure);
        Assert.NotNull(ShowSshSessions.Read(text).Failure);
    }

    private static void Total<T>(Parsed<T> parsed)
        where T : class => Assert.True(parsed.Succeeded ^ parsed.Failure is not null);

    private static T Read<T>(Parsed<T> parsed)
        where T : class
    {
        Assert.True(parsed.Succeeded, parsed.Failure?.ToString());
        return parsed.Value;
    }
}
