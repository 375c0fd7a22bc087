using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Tunnels;

/// <summary>Causes that no new SA mends: nothing is offered to clear, and it is said why.</summary>
public sealed partial class DiagnosticianTests
{
    private const long Rising = 40;

    [Theory]
    [InlineData(true, Rising, Confidence.High)]
    [InlineData(true, 0, Confidence.Medium)]
    [InlineData(false, Rising, Confidence.Medium)]
    public void Packets_that_arrive_and_are_not_decrypted_are_a_crypto_ACL(
        bool notDecrypted,
        long selectorFailures,
        Confidence confidence
    )
    {
        var story = new Two
        {
            Hq = look => look == 0 ? Errors(100, 100, 0) : Errors(205, notDecrypted ? 100 : 205, 105),
            HqReason = ("ipsec-selector-failure", selectorFailures),
        };
        var first = story.Diagnosed().First;
        Assert.Equal(("acl-mismatch", confidence), (first.Cause, first.Confidence));
        MustOfferNoClear(first);

        static ChildSa Errors(long decaps, long decrypts, long errors) =>
            Two.HqChild(100 + decaps, decaps) with
            {
                Decrypts = decrypts,
                ReceiveErrors = errors,
            };
    }

    [Fact]
    public void A_selector_failure_of_another_tunnel_is_not_this_ones()
    {
        var first = new Two { HqReason = ("ipsec-selector-failure", Rising) }
            .Diagnosed()
            .First;
        Assert.Equal("healthy", first.Cause);
    }

    [Fact]
    public void An_invalid_SPI_is_no_crypto_ACL()
    {
        var story = Story.PeerOnOldSa.Evidence();
        var ours = story.Ours with { Latest = Two.With(story.Ours.Latest, "ipsec-selector-failure", Rising) };
        Assert.Equal("peer-on-old-sa", Diagnostician.Diagnose(story with { Ours = ours }).First.Cause);
        Assert.DoesNotContain(
            Diagnostician.Diagnose(story with { Ours = ours }).Findings,
            f => f.Cause == "acl-mismatch"
        );
    }

    [Theory]
    [InlineData(60, "replay")]
    [InlineData(4, "healthy")]
    public void Errors_beside_packets_that_are_decrypted_are_a_replay_window(long errors, string cause)
    {
        var story = new Two
        {
            Hq = look =>
                Two.HqChild(100 + (look * 300), 100 + (look * 300)) with
                {
                    Decrypts = 100 + (look * (300 - errors)),
                    ReceiveErrors = look * errors,
                },
        };
        var first = story.Diagnosed().First;
        Assert.Equal(cause, first.Cause);
        MustOfferNoClear(first);
    }

    [Fact]
    public void Ends_that_disagree_on_NAT_T_have_something_between_them()
    {
        var story = new Two
        {
            Hq = look => Two.HqChild(100 + (look * 300), 100) with { NatTraversal = true, RemotePort = 4500 },
            Berlin = look => Two.BerlinChild(100 + (look * 300), 100) with { RemotePort = 500 },
        };
        var first = story.Diagnosed().First;
        Assert.Equal(("nat-path", Confidence.High), (first.Cause, first.Confidence));
        MustOfferNoClear(first);
    }

    [Theory]
    [InlineData(0, true, "nat-path")]
    [InlineData(300, true, "healthy")]
    [InlineData(0, false, "undetermined")]
    public void Malformed_NAT_T_packets_count_only_where_this_tunnel_uses_it_and_suffers(
        long arrived,
        bool natt,
        string cause
    )
    {
        var story = new Two
        {
            Hq = look => Two.HqChild(100 + (look * 300), 100 + (look * arrived)) with { NatTraversal = natt },
            HqReason = ("bad-ipsec-natt", Rising),
        };
        var first = Diagnostician.Diagnose(story.Evidence() with { Theirs = null, TheirsMissing = "not ours" }).First;
        Assert.Equal(cause, first.Cause);
        MustOfferNoClear(first);
    }

    [Fact]
    public void A_port_that_moved_under_the_same_SA_is_a_NAT_device()
    {
        var story = new Two
        {
            Hq = look =>
                Two.HqChild(100 + (look * 300), 100) with
                {
                    NatTraversal = true,
                    RemotePort = 4500 + (look * 9000),
                },
        };
        var first = Diagnostician.Diagnose(story.Evidence() with { Theirs = null }).First;
        Assert.Equal(("nat-path", Confidence.Medium), (first.Cause, first.Confidence));
    }

    [Fact]
    public void The_same_networks_twice_are_two_entries_for_the_same_packets()
    {
        var (one, other) = (
            Two.HqChild(100, 100) with
            {
                CryptoMap = "outside_map 10",
            },
            Some.Hq([Some.Sa(701)], [Some.Sa(702)]) with
            {
                CryptoMap = "outside_map 20",
            }
        );
        var box = Two.With(Some.Reading(Some.Box("hq-fw1", 30), one, other), "vpn-overlap-conflict", Rising);
        var first = Diagnostician.Diagnose(Some.Foreign(Some.Reading(Some.Box("hq-fw1", 0), one, other), box)).First;
        Assert.Equal(("overlapping-entries", Confidence.High), (first.Cause, first.Confidence));
        Assert.Contains(first.Evidence, e => e.Text.Contains("outside_map 20", StringComparison.Ordinal));
        MustOfferNoClear(first);
    }

    [Fact]
    public void An_overlap_somewhere_on_the_box_is_not_this_tunnels_while_it_passes_packets()
    {
        var story = new Two { HqReason = ("vpn-overlap-conflict", Rising) };
        Assert.Equal("healthy", story.Diagnosed().First.Cause);
        var suffers = story with { Hq = look => Two.HqChild(100 + (look * 300), 100) };
        Assert.Equal("overlapping-entries", suffers.Diagnosed().First.Cause);
    }

    [Theory]
    [InlineData(2, true, Confidence.High)]
    [InlineData(2, false, Confidence.Medium)]
    [InlineData(1, false, Confidence.Low)]
    public void Two_SAs_made_together_are_a_collision_of_rekeys(int looks, bool atBoth, Confidence confidence)
    {
        SecurityAssociation[] doubled = [Some.Sa(Story.HqAccepts), Some.Sa(0x7bc0de02, left: 27_898)];
        var story = new Story { HqIn = doubled, BerlinOut = atBoth ? doubled : [Some.Sa(Story.HqAccepts)] };
        var diagnosis = looks == 2 ? story.Diagnosed() : Diagnostician.Diagnose(story.OneLook());
        Assert.Equal(("rekey-collision", confidence), (diagnosis.First.Cause, diagnosis.First.Confidence));
        MustOfferNoClear(diagnosis.First);
    }

    [Fact]
    public void An_SA_that_was_replaced_is_no_collision()
    {
        foreach (var old in new[] { Some.Sa(Story.Old, left: 900), Some.Sa(Story.Old, rekeyed: true) })
        {
            Assert.Equal(
                "rekey-noise",
                new Story { HqIn = [old, Some.Sa(Story.HqAccepts)] }
                    .Diagnosed()
                    .First.Cause
            );
        }
    }

    [Theory]
    [InlineData(0, "engine-or-limits")]
    [InlineData(300, "healthy")]
    public void A_crypto_engine_that_fails_is_for_its_makers(long arrived, string cause)
    {
        var story = new Two
        {
            Hq = look =>
                Two.HqChild(100 + (look * 300), 100 + (look * arrived)) with
                {
                    SendErrors = arrived == 0 ? look * 50 : 0,
                },
            HqReason = ("ctm-error", Rising),
        };
        var first = story.Diagnosed().First;
        Assert.Equal(cause, first.Cause);
        MustOfferNoClear(first);
    }

    private static void MustOfferNoClear(Finding finding)
    {
        Assert.Null(Change(finding));
        if (finding.Cause is not ("healthy" or "undetermined"))
        {
            Assert.Contains("clear", finding.Why + finding.Remedies[0].Why, StringComparison.Ordinal);
        }
    }
}
