namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>The box itself fails to encrypt or decrypt: its crypto engine, or a limit of it. Told as far as its drop counters and the SAs' send errors show it.</summary>
internal sealed class EngineOrLimits : ICause
{
    private const long Few = 5;

    /// <summary>Frames and flows that the crypto hardware or its driver gave up.</summary>
    private static readonly DropReason[] Reasons =
    [
        new("ctm-error"),
        new("ctm-crypto-request-error"),
        new("ipsec-lock-error"),
        new("vpn-handle-error"),
        new("vpn-handle-mismatch"),
    ];

    public string Id => "engine-or-limits";

    public Severity Severity => Severity.Attention;

    public CauseTexts Texts { get; } =
        new(
            Title: "The box fails to encrypt or decrypt",
            What: "The crypto engine, its offload (3100 and 4200 series) or a limit of the box gives up packets for which all SAs are in order.",
            Shows: "Packets are lost, and one of `ctm-error`, `ctm-crypto-request-error`, `ipsec-lock-error`, `vpn-handle-error`, `vpn-handle-mismatch` rises, or the send errors of this tunnel's SA do. Medium when both do, low with one.",
            Against: "Packets that pass; SPIs that disagree.",
            Helps: "Cisco's support, with `show crypto accelerator statistics`, `show asp drop` and the version; turning IPsec offload off for a test.",
            HelpsNot: "A clear: the new SA goes through the same engine.",
            Source: "ASA command reference, show asp drop and show crypto accelerator statistics."
        );

    public Finding? Examine(Examination examination)
    {
        foreach (var end in examination.Ends)
        {
            var reason = examination.SomethingIsLost ? Array.Find(Reasons, r => r.RisesAt(end)) : null;
            var failing = examination.PairsAt(end).FirstOrDefault(pair => pair.SendErrors >= Few);
            if (reason is not null || failing is not null)
            {
                return Found(examination, end, reason, failing);
            }
        }

        return null;
    }

    private Finding Found(Examination examination, TunnelEnd end, DropReason? reason, PairLooks? failing)
    {
        List<string> signs = [];
        if (reason is not null)
        {
            signs.Add($"drops {Said.Rate(reason.At(end))} as {reason.Keyword}");
        }

        if (failing is not null)
        {
            signs.Add($"could not send {Said.Count(failing.SendErrors ?? 0)} packets on {failing.Networks}");
        }

        return new Finding(
            Id,
            reason is not null && failing is not null ? Confidence.Medium : Confidence.Low,
            $"{end.Gateway} itself fails to handle packets of its tunnels",
            $"Between the looks {end.Gateway} {string.Join(", and ", signs)}. "
                + "Not certain, because only the box's own statistics (show crypto accelerator statistics) tell what failed. No clear is offered: a new SA goes through the same engine.",
            [
                .. reason?.Said(end) ?? [],
                .. failing?.Said(child =>
                    $"encaps {Said.Count(child.Encaps ?? 0)}, send errors {Said.Count(child.SendErrors ?? 0)}"
                )
                    ?? [],
            ],
            reason is null ? [] : ["The drop counter is of the whole box: it may be another tunnel's packets."],
            [
                Remedies.Wait(
                    examination.Ours,
                    Helps.No,
                    $"Collect show crypto accelerator statistics and show asp drop of {end.Gateway} twice, and the version, for Cisco's support."
                ),
            ]
        );
    }
}
