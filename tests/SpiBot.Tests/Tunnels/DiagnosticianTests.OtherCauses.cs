using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Tunnels;

public sealed partial class DiagnosticianTests
{
    [Fact]
    public void A_few_drops_beside_an_overlap_are_a_rekey()
    {
        var diagnosis = new Story
        {
            HqIn = [Some.Sa(Story.Old, 0, rekeyed: true), Some.Sa(Story.HqAccepts)],
            HqTotal = 5000,
            HqDropped = 7,
        }.Diagnosed();
        Assert.Equal(("rekey-noise", Confidence.High), (diagnosis.First.Cause, diagnosis.First.Confidence));
        Assert.Equal([RemedyKind.Wait], diagnosis.First.Remedies.Select(r => r.Kind));
        Assert.Equal(Severity.Good, diagnosis.Severity);
        Assert.Single(diagnosis.Findings);
    }

    [Fact]
    public void A_few_drops_after_a_change_of_SPIs_are_a_rekey()
    {
        var before = new Story { HqIn = [Some.Sa(Story.Old)], BerlinOut = [Some.Sa(Story.Old)] };
        var after = new Story { HqDropped = 3 };
        var first = Diagnostician
            .Diagnose(Some.Evidence(before.Hq(0), after.Hq(1), before.Berlin(0), after.Berlin(1)))
            .First;
        Assert.Equal(("rekey-noise", Confidence.High), (first.Cause, first.Confidence));
    }

    [Theory]
    [InlineData(20, "rekey-noise")]
    [InlineData(21, "misdirected-esp")]
    public void Ends_that_agree_are_not_blamed_for_many_drops(long dropped, string cause)
    {
        var first = new Story { HqDropped = dropped }
            .Diagnosed()
            .First;
        Assert.Equal((cause, Confidence.Medium), (first.Cause, first.Confidence));
        Assert.Null(Change(first));
    }

    [Fact]
    public void A_large_total_that_stands_still_is_old_news()
    {
        var diagnosis = new Story { HqTotal = 18_895 }.Diagnosed();
        Assert.Equal("counter-residue", diagnosis.First.Cause);
        Assert.Equal("Old news: hq-fw1's 18,895 drops for an invalid SPI are not rising", diagnosis.First.Verdict);
        Assert.Null(Change(diagnosis.First));
        Assert.Single(diagnosis.Findings);
        // After one look nobody knows whether it still rises.
        var once = Diagnostician.Diagnose(new Story { HqTotal = 18_895 }.OneLook());
        Assert.Equal(("healthy", Severity.Unknown), (once.First.Cause, once.Severity));
    }

    [Fact]
    public void Inactive_SAs_are_cleared_on_the_box_that_has_them_and_only_there()
    {
        var first = new Story { BerlinInactive = new InactiveSas(3, [], []) }
            .Diagnosed()
            .First;
        Assert.Equal(("inactive-sas", Confidence.High), (first.Cause, first.Confidence));
        Assert.Equal("berlin-fw1 holds 3 inactive SAs", first.Verdict);
        var clear = Assert.Single(first.Remedies, r => r.ChangesSomething);
        Assert.Equal((RemedyKind.ClearInactive, "berlin-fw1", Helps.Yes), (clear.Kind, clear.Gateway, clear.Helps));
        Assert.Null(clear.Peer);
    }

    [Fact]
    public void Dead_SAs_may_survive_the_clear()
    {
        var dead = new InactiveSa("inbound", Some.Spi(0x1AAC9593), "dead", "Phase 2 Error");
        var first = new Story { HqInactive = new InactiveSas(1, [dead], []) }
            .Diagnosed()
            .First;
        var clear = Change(first)!;
        Assert.Equal(Helps.Maybe, clear.Helps);
        Assert.Contains("CSCwc48375", clear.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Inactive_SAs_stand_behind_a_graver_cause()
    {
        var story = Story.PeerOnOldSa with { HqInactive = new InactiveSas(2, [], []) };
        Assert.Equal(["peer-on-old-sa", "inactive-sas"], story.Diagnosed().Findings.Select(f => f.Cause));
    }

    [Fact]
    public void No_SA_at_either_end_is_a_tunnel_that_is_down_and_nothing_to_clear()
    {
        var first = new Story
        {
            HqHasSa = false,
            BerlinHasSa = false,
            HqIkeUp = false,
        }
            .Diagnosed()
            .First;
        Assert.Equal(("tunnel-down", Confidence.High), (first.Cause, first.Confidence));
        Assert.Contains("no IKE SA", first.Why, StringComparison.Ordinal);
        Assert.Null(Change(first));
        var up = new Story { HqHasSa = false, BerlinHasSa = false }
            .Diagnosed()
            .First;
        Assert.Contains("IKE is up (IKEv2 READY)", up.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unread_listing_is_not_a_tunnel_that_is_down()
    {
        var (hq, berlin) = (Some.Unread(Some.Box("hq-fw1")), new Story { BerlinHasSa = false }.Berlin(1));
        var diagnosis = Diagnostician.Diagnose(Some.Evidence(null, hq, null, berlin));
        Assert.Equal("undetermined", diagnosis.First.Cause);
        Assert.Equal(Severity.Unknown, diagnosis.Severity);
        Assert.Contains("The SAs of hq-fw1: Command authorization failed.", diagnosis.Missing);
    }
}
