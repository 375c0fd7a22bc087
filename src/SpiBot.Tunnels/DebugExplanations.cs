namespace SpiBot.Tunnels;

/// <summary>Reads crypto debug of an ASA: the lines that say something about a tunnel that does not come up, or loses its SAs. Any text has an answer.</summary>
public static class DebugExplanations
{
    /// <summary>Cisco's debug and syslog texts, RFC 7296 3.10.1 and RFC 2408 3.14.1. The more telling stands first: a line is explained once.</summary>
    public static IReadOnlyList<DebugExplanation> Known { get; } =
    [
        new(
            "no-matching-map",
            "no matching crypto map",
            "The networks that the peer proposes fit no crypto ACL here: the ACLs of both ends must mirror each other. No clear helps.",
            "acl-mismatch"
        ),
        new(
            "map-not-found",
            "crypto map policy not found",
            "The session was torn down because no crypto map entry fits what the peer proposes.",
            "acl-mismatch"
        ),
        new(
            "ts-unacceptable",
            "TS_UNACCEPTABLE",
            "The other end refuses the networks (traffic selectors) that were proposed: the crypto ACLs do not mirror each other.",
            "acl-mismatch"
        ),
        new(
            "invalid-id",
            "INVALID_ID_INFO",
            "IKEv1 phase 2 was refused for its networks (proxy ids): the crypto ACLs do not mirror each other.",
            "acl-mismatch"
        ),
        new(
            "no-proposal-chosen",
            "NO_PROPOSAL_CHOSEN",
            "The ends share no proposal: encryption, integrity, or the PFS group. Where it comes only at a rekey, it is the PFS group.",
            "rekey-rejected"
        ),
        new(
            "proposals-unacceptable",
            "All SA proposals found unacceptable",
            "The ends share no proposal: encryption, hash, group or lifetime.",
            "rekey-rejected"
        ),
        new(
            "invalid-ke",
            "INVALID_KE_PAYLOAD",
            "The other end wants another Diffie-Hellman group. One such line is an ordinary second try; many mean that there is no common group.",
            "rekey-rejected"
        ),
        new(
            "authentication-failed",
            "AUTHENTICATION_FAILED",
            "The pre-shared key or the certificate does not fit, or the identity is not the one that is expected.",
            "tunnel-down"
        ),
        new(
            "no-answer",
            "Maximum number of retransmissions reached",
            "The peer does not answer IKE: it is down, filtered, or the address is wrong.",
            "tunnel-down"
        ),
        new(
            "they-know-not",
            "Received Invalid SPI notify",
            "The peer says that it does not know the SPI that this box sends with: this box holds an SA that the peer has lost. A clear here helps.",
            "stale-outbound"
        ),
        new(
            "they-know-not",
            "non-routine Notify message: Invalid SPI",
            "The peer says that it does not know the SPI that this box sends with: this box holds an SA that the peer has lost. A clear here helps.",
            "stale-outbound"
        ),
        new(
            "we-know-not",
            "Sending INVALID_SPI notify",
            "A packet came with an SPI that this box does not know, and the peer was told so: the peer sends with an SA that has ended here.",
            "peer-on-old-sa"
        ),
        new(
            "we-know-not",
            "PFKEY Invalid SPI",
            "The data path reports a packet with an SPI that no SA has.",
            "peer-on-old-sa"
        ),
        new(
            "embryonic-to-dead",
            "from embryonic to dead",
            "An SA was begun and never finished: the negotiation of this child stopped half-way. The lines before it say why.",
            "tunnel-down"
        ),
        new(
            "deletion-retry",
            "SA deletion retry",
            "The data path would not let go of an SA at once: a leftover of its own.",
            "stale-data-plane"
        ),
        new(
            "cleanup-failed",
            "Failed to cleanup inbound SPI",
            "The data path could not remove an SPI: a leftover that a clear may not take either.",
            "stale-data-plane"
        ),
        new(
            "qm-fsm-error",
            "QM FSM error",
            "IKEv1 phase 2 did not come to its end. The line before it says why: networks, proposal, or PFS.",
            null
        ),
        new(
            "deleted",
            "PFKEY delete SA",
            "The data path was told to remove an SA: an ordinary end, or a peer's DELETE.",
            null
        ),
        new("phase-2-completed", "PHASE 2 COMPLETED", "A pair of SAs came up while this was watched.", null),
        new("child-up", "SA state change from embryonic to active", "An SA came up while this was watched.", null),
    ];

    /// <summary>What was heard, the most telling first.</summary>
    public static IReadOnlyList<DebugFinding> Read(string output)
    {
        var heard = new Dictionary<
            string,
            (DebugExplanation Explanation, int Times, string First, List<Spi> Spis, bool Swaps)
        >(StringComparer.Ordinal);
        foreach (var raw in output.Split('\n'))
        {
            var line = raw.Trim();
            if (
                Known.FirstOrDefault(known => line.Contains(known.Phrase, StringComparison.OrdinalIgnoreCase))
                is not { } known
            )
            {
                continue;
            }

            var before = heard.GetValueOrDefault(known.Id, (known, 0, line, [], false));
            before.Spis.AddRange(SpisIn(line).Where(spi => !before.Spis.Contains(spi)));
            heard[known.Id] = before with
            {
                Times = before.Times + 1,
                Swaps = before.Swaps || line.Contains("-PLAT-", StringComparison.OrdinalIgnoreCase),
            };
        }

        var order = Known.Select(known => known.Id).Distinct().ToList();
        return
        [
            .. heard
                .OrderBy(entry => order.IndexOf(entry.Key))
                .Select(entry => entry.Value)
                .Select(value => new DebugFinding(
                    value.Explanation,
                    value.Times,
                    value.First,
                    value.Spis,
                    value.Swaps
                )),
        ];
    }

    /// <summary>ESP's are 32 bits; a cookie of IKE (<c>InitSPI=0x48a0d49e589d838c</c>) has 16 digits and is none.</summary>
    private static IEnumerable<Spi> SpisIn(string line)
    {
        for (var at = line.IndexOf("0x", StringComparison.OrdinalIgnoreCase); at >= 0; )
        {
            var end = at + 2;
            while (end < line.Length && char.IsAsciiHexDigit(line[end]))
            {
                end++;
            }

            var named = line.AsSpan(0, at).TrimEnd(" :(=").EndsWith("SPI", StringComparison.OrdinalIgnoreCase);
            if (named && Spi.TryParseHex(line.AsSpan(at, end - at)) is { } spi)
            {
                yield return spi;
            }

            at = line.IndexOf("0x", end, StringComparison.OrdinalIgnoreCase);
        }
    }
}
