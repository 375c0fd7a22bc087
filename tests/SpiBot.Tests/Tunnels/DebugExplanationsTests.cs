using CsCheck;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Tunnels;

public sealed class DebugExplanationsTests
{
    [Theory]
    [InlineData(
        "Nov 08 07:10:05 [IKEv1]Group = 203.0.113.9, IP = 203.0.113.9, QM FSM error (P2 struct &0xcc19ed48, mess id 0xfc16eec2)!",
        "qm-fsm-error",
        null
    )]
    [InlineData(
        "[IKEv1]Group = 203.0.113.9, IP = 203.0.113.9, Rejecting IPSec tunnel: no matching crypto map entry for remote proxy",
        "no-matching-map",
        "acl-mismatch"
    )]
    [InlineData("IKEv2-PROTO-4: (229): Sending INVALID_SPI notify", "we-know-not", "peer-on-old-sa")]
    [InlineData(
        "IKEv2-PLAT-4: Received PFKEY Invalid SPI for SPI 0x7EC7418A, error FALSE",
        "we-know-not",
        "peer-on-old-sa"
    )]
    [InlineData(
        "[IKEv1]IP = 203.0.113.9, Received Invalid SPI notify (SPI 0x8a41c77e)!",
        "they-know-not",
        "stale-outbound"
    )]
    [InlineData(
        "IKEv2-PROTO-2: (12): Received no proposal chosen: NO_PROPOSAL_CHOSEN",
        "no-proposal-chosen",
        "rekey-rejected"
    )]
    [InlineData(
        "IPSEC DEBUG: Inbound SA (SPI 0x8A41C77E) state change from embryonic to dead",
        "embryonic-to-dead",
        "tunnel-down"
    )]
    [InlineData(
        "IPSEC WARNING: inbound SA deletion retry, SPI: 0xA2280726, user:, peer:",
        "deletion-retry",
        "stale-data-plane"
    )]
    [InlineData("IPSEC ERROR: Failed to cleanup inbound SPI 0x0BADCAFE", "cleanup-failed", "stale-data-plane")]
    public void A_known_line_is_explained(string line, string id, string? cause)
    {
        var finding = Assert.Single(DebugExplanations.Read(line + "\r\nIPSEC: Something else\r\n"));
        Assert.Equal((id, cause, 1), (finding.Explanation.Id, finding.Explanation.Cause, finding.Times));
        Assert.Equal(line, finding.FirstLine);
    }

    [Fact]
    public void Spis_are_taken_as_printed_and_those_of_ike_are_not()
    {
        var finding = Assert.Single(
            DebugExplanations.Read(
                """
                IKEv2-PLAT-4: Received PFKEY Invalid SPI for SPI 0x7EC7418A, error FALSE
                IKEv2-PLAT-4: Received PFKEY Invalid SPI for SPI 0x7EC7418A, error FALSE
                IKEv2-PROTO-4: (229): Sending INVALID_SPI notify InitSPI=0x48a0d49e589d838c
                """
            )
        );
        Assert.Equal([Spi.From(0x7ec7418a)], finding.Spis);
        Assert.Equal(3, finding.Times);
        Assert.True(finding.MaySwap);
        Assert.Equal(Spi.From(0x8a41c77e), finding.Spis[0].ByteSwapped);
    }

    [Fact]
    public void The_more_telling_stands_first_and_every_cause_it_points_to_exists()
    {
        var findings = DebugExplanations.Read("QM FSM error\nno matching crypto map entry\n");
        Assert.Equal(["no-matching-map", "qm-fsm-error"], findings.Select(f => f.Explanation.Id));

        // Every phrase is reachable: none is hidden behind an earlier one.
        Assert.All(
            DebugExplanations.Known,
            known => Assert.Same(known, DebugExplanations.Read(known.Phrase)[0].Explanation)
        );
    }

    [Fact]
    public void Any_text_has_an_answer() =>
        Gen.String.Sample(text =>
            DebugExplanations.Read(text + "0x" + text + "SPI 0x").Count <= DebugExplanations.Known.Count
        );
}
