using System.Net;
using SpiBot.Tunnels.Comparison;

namespace SpiBot.Tunnels.Diagnosis;

/// <summary>How sure a finding is; its <see cref="Finding.Why"/> says why not surer.</summary>
public enum Confidence
{
    Low,
    Medium,
    High,
}

/// <summary>A line that was really read: where, when (our clock), and what it says.</summary>
public sealed record EvidenceLine(string Gateway, DateTimeOffset At, string Text);

/// <summary>What can be done, by what it touches: the least first.</summary>
public enum RemedyKind
{
    /// <summary>Change nothing; look again after the next rekey.</summary>
    Wait,

    /// <summary>Only the other side can mend it.</summary>
    AskPeer,

    /// <summary>The SAs that pass nothing any more, of all peers of the box.</summary>
    ClearInactive,

    /// <summary>One child SA and its sibling. Offered only where that is switched on.</summary>
    ClearEntry,

    /// <summary>All child SAs with the peer at one end.</summary>
    ClearPeer,

    /// <summary>The IKE SA with all its child SAs.</summary>
    ClearIke,

    /// <summary>The peer's child SAs at this end, and at the other if that does not help.</summary>
    BothEnds,
}

/// <summary>Whether a remedy mends the cause that was found.</summary>
public enum Helps
{
    No,
    Maybe,
    Yes,
}

/// <summary>
/// Something that can be done. <see cref="Gateway"/> is the box it is done on, which need not be the one that was asked
/// about; <see cref="Peer"/> the peer as that box knows it; <see cref="Spi"/> the outbound SPI, where it is about one SA; <see cref="IkeVersion"/> where it is about the IKE SA. <see cref="Interrupts"/> (with how it
/// comes back), <see cref="Why"/> and <see cref="Afterwards"/> (what shows that it helped; null where nothing is changed) are sentences for the card.
/// </summary>
public sealed record Remedy(
    RemedyKind Kind,
    string Gateway,
    IPAddress? Peer,
    string Interrupts,
    Helps Helps,
    string Why,
    Spi? Spi = null,
    int? IkeVersion = null,
    string? Afterwards = null
)
{
    /// <summary>True when it alters a gateway: it then needs two readings and an approval.</summary>
    public bool ChangesSomething => Kind is not (RemedyKind.Wait or RemedyKind.AskPeer);

    /// <summary>The same as another remedy, whoever offers it and whatever is said of it.</summary>
    public bool DoesTheSameAs(Remedy other) =>
        (Kind, Gateway, Spi) == (other.Kind, other.Gateway, other.Spi) && Equals(Peer, other.Peer);
}

/// <summary>
/// What one rule found. <see cref="Cause"/> is its id (<c>peer-on-old-sa</c>); <see cref="Verdict"/> the headline, a sentence that names the ends;
/// <see cref="Why"/> the explanation with how sure it is and why not surer.
/// </summary>
public sealed record Finding(
    string Cause,
    Confidence Confidence,
    string Verdict,
    string Why,
    IReadOnlyList<EvidenceLine> Evidence,
    IReadOnlyList<string> Against,
    IReadOnlyList<Remedy> Remedies
);

/// <summary>How serious the card looks; the words say it too.</summary>
public enum Severity
{
    /// <summary>Nothing is at fault.</summary>
    Good,

    /// <summary>Something is at fault, and the finding says what.</summary>
    Attention,

    /// <summary>What was seen does not say whether anything is at fault with this tunnel.</summary>
    Unknown,
}

/// <summary>Everything that two looks at a tunnel told: findings, likeliest first (never empty), the ends compared, drops, and what is missing.</summary>
public sealed record TunnelDiagnosis(
    IReadOnlyList<Finding> Findings,
    Severity Severity,
    IReadOnlyList<SelectorComparison> Comparison,
    DropRate OurDrops,
    DropRate? TheirDrops,
    IReadOnlyList<string> Missing,
    bool TwoLooks
)
{
    public Finding First => Findings[0];
}
