namespace SpiBot.EndToEnd.Faults;

/// <summary>A step of a remediation at which SpiBot is killed, seen from outside: in its log, on the gateway's console, at the button.</summary>
/// <param name="Comes">Completes at that moment, of a story that begins now on this gateway.</param>
internal sealed record KillPoint(string Name, Func<FaultyLab, string, Task, CancellationToken, Task> Comes)
{
    /// <summary>Before the plan, at each entry of the journal, and between them at what the gateway is asked and told.</summary>
    public static IReadOnlyList<KillPoint> All { get; } =
    [
        new("while the plan is made", (lab, gateway, _, ct) => AfterEntry(lab, null, gateway, "show ", ct)),
        new("proposed", (lab, _, _, ct) => Entry(lab, "proposed", ct)),
        new("the button is on its way", (_, _, pressing, ct) => pressing.WaitAsync(ct)),
        new("approved", (lab, _, _, ct) => Entry(lab, "approved", ct)),
        new("denied", (lab, _, _, ct) => Entry(lab, "denied", ct)) { Denies = true },
        new("claimed", (lab, _, _, ct) => Entry(lab, "claimed", ct)),
        new("while it looks again", (lab, gateway, _, ct) => AfterEntry(lab, "claimed", gateway, "show ", ct)),
        new("typed", (lab, gateway, _, ct) => AfterEntry(lab, "claimed", gateway, "clear ", ct)),
        new("sent", (lab, _, _, ct) => Entry(lab, "sent", ct)),
        new("while it looks whether it helped", (lab, gateway, _, ct) => AfterEntry(lab, "sent", gateway, "show ", ct)),
        new("verified", (lab, _, _, ct) => Entry(lab, "verified", ct)),
        new("claimed, and again while it recovers", (lab, _, _, ct) => Entry(lab, "claimed", ct)) { Twice = true },
    ];

    public bool Denies { get; init; }

    public bool Twice { get; init; }

    private static async Task Entry(FaultyLab lab, string kind, CancellationToken ct) =>
        await lab.NextEntry(lab.Journal.Entries.Count, kind, ct);

    private static async Task AfterEntry(
        FaultyLab lab,
        string? kind,
        string gateway,
        string beginning,
        CancellationToken ct
    )
    {
        var from = lab.Lab.Network.TypedLines.Count;
        if (kind is not null)
        {
            await Entry(lab, kind, ct);
            from = lab.Lab.Network.TypedLines.Count;
        }

        await lab.NextLine(
            from,
            line => line.Gateway == gateway && line.Line.StartsWith(beginning, StringComparison.Ordinal),
            ct
        );
    }
}
