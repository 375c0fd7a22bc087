namespace SpiBot.EndToEnd.Faults;

/// <summary>What a person of a story does, each completed when it is about to be delivered.</summary>
internal sealed record Delivering(Task Command, Task Button);

/// <summary>A step of a remediation at which SpiBot is killed, seen from outside: in its log, on the gateway's console, at the button.</summary>
/// <param name="Comes">Completes at that moment, of a story that begins now on this gateway.</param>
internal sealed record KillPoint(string Name, Func<FaultyLab, string, Delivering, CancellationToken, Task> Comes)
{
    /// <summary>Gone in a moment: entries of the journal, the button on its way, the line. One kill each.</summary>
    public static IReadOnlyList<KillPoint> Passing { get; } =
    [
        new("the command is on its way", (_, _, delivering, ct) => delivering.Command.WaitAsync(ct)),
        new("the button is on its way", (_, _, delivering, ct) => delivering.Button.WaitAsync(ct)),
        new("approved", (lab, _, _, ct) => Entry(lab, "approved", ct)),
        new("claimed", (lab, _, _, ct) => Entry(lab, "claimed", ct)),
        new("typed", (lab, gateway, _, ct) => AfterEntry(lab, "claimed", gateway, "clear ", ct)),
        new("sent", (lab, _, _, ct) => Entry(lab, "sent", ct)),
        new("verified", (lab, _, _, ct) => Entry(lab, "verified", ct)),
        new("denied", (lab, _, _, ct) => Entry(lab, "denied", ct)) { Denies = true },
        new("claimed, and again while it recovers", (lab, _, _, ct) => Entry(lab, "claimed", ct)) { Twice = true },
        new("a clear of the drops is claimed", (lab, _, _, ct) => Entry(lab, "claimed", ct))
        {
            Wishes = (gateway, _) => Wish.ClearDrops(gateway),
        },
        new("the first of two leads has approved", (lab, _, _, ct) => Entry(lab, "approved", ct))
        {
            Wishes = (gateway, _) => Wish.BothEnds(gateway),
        },
        new(
            "the first of two ends is typed",
            (lab, gateway, _, ct) => AfterEntry(lab, "claimed", gateway, "clear ", ct)
        )
        {
            Wishes = (gateway, _) => Wish.BothEnds(gateway),
        },
        new("one lead has approved alone", (lab, _, _, ct) => Entry(lab, "approved", ct))
        {
            Wishes = (gateway, _) => Wish.BothEnds(gateway).Alone(),
        },
    ];

    /// <summary>Where it stays when its gateway does not answer, or nobody presses: hit by a kill that is meant for another.</summary>
    public static IReadOnlyList<KillPoint> Held { get; } =
    [
        new("while the plan is made", (lab, gateway, _, ct) => AfterEntry(lab, null, gateway, "show ", ct)),
        new("proposed", (lab, _, _, ct) => Entry(lab, "proposed", ct)) { BeforeTheButton = true },
        new("while it looks again", (lab, gateway, _, ct) => AfterEntry(lab, "claimed", gateway, "show ", ct)),
        new("while it looks whether it helped", (lab, gateway, _, ct) => AfterEntry(lab, "sent", gateway, "show ", ct)),
    ];

    /// <summary>Of what SpiBot leaves on a gateway for a while.</summary>
    public static IReadOnlyList<KillPoint> OfLeftovers { get; } =
    [
        new("a capture is written down", (lab, _, _, ct) => Entry(lab, "duty-taken", ct)) { Traces = true },
        new("a capture stands", (lab, gateway, _, ct) => AfterEntry(lab, null, gateway, "capture ", ct))
        {
            Traces = true,
            CutsOff = true,
        },
        new("a capture is taken away", (lab, gateway, _, ct) => AfterEntry(lab, null, gateway, "no capture ", ct))
        {
            Traces = true,
        },
        new(
            "a debug is being set",
            (lab, gateway, _, ct) => AfterEntry(lab, null, gateway, "debug crypto condition peer ", ct)
        )
        {
            Wishes = Wish.Debug,
        },
        new("a debug stands", (lab, _, _, ct) => Entry(lab, "sent", ct)) { Wishes = Wish.Debug },
    ];

    public bool Denies { get; init; }

    /// <summary>What is asked for on a gateway, with a peer.</summary>
    public Func<string, string, Wish> Wishes { get; init; } = Wish.ClearPeer;

    /// <summary>It is no change, but a trace.</summary>
    public bool Traces { get; init; }

    /// <summary>Nobody presses before the kill.</summary>
    public bool BeforeTheButton { get; init; }

    /// <summary>The gateway is out of reach at the next start.</summary>
    public bool CutsOff { get; init; }

    public bool Twice { get; init; }

    /// <summary>A story begins that comes to this step.</summary>
    /// <param name="lab">Where it happens.</param>
    /// <param name="gateway">On which something is asked for.</param>
    /// <param name="peer">With whom.</param>
    /// <param name="ct">Ends the wait for the step.</param>
    /// <param name="killed">Completes when SpiBot has been killed: a story that comes to its step before the button waits for it.</param>
    public (Task Moment, Task<Told> Story) Begin(
        FaultyLab lab,
        string gateway,
        string peer,
        CancellationToken ct,
        Task? killed = null
    )
    {
        var saying = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var pressing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var moment = Comes(lab, gateway, new Delivering(saying.Task, pressing.Task), ct);
        var story = new ChangeStory(lab, Wishes(gateway, peer), () => 0)
        {
            Denied = Denies,
            Saying = () => saying.TrySetResult(),
            Pressing = () => pressing.TrySetResult(),
            Waits = BeforeTheButton ? killed! : Task.CompletedTask,
        }.Run();
        return (moment, story);
    }

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
