using CsCheck;
using SpiBot.Gateways.Changes;

namespace SpiBot.Tests.Gateways.Changes;

/// <summary>What may be wished of a remediation.</summary>
internal enum RemediationAct
{
    Ask,
    Approve,
    BreakGlass,
    Deny,
    Expire,
    Claim,
    Type,
    Supersede,
    Send,
    Fail,
    Doubt,
    SayTyped,
    SayNotTyped,
    Continue,
    Verify,
    Recheck,
}

/// <summary>That somebody wishes, and how it is delivered.</summary>
/// <param name="Replica">Which replica gets the wish.</param>
/// <param name="LooksFirst">It reads the journal before; else it decides by what it last saw.</param>
/// <param name="Times">Delivered so often.</param>
/// <param name="Gone">Which of the leads, from 1, is none at this moment; 0: all are.</param>
/// <param name="SecondsOn">So far time goes on before; backwards, and with <paramref name="Jumps"/> forwards too, only the wall clock does.</param>
internal sealed record RemediationWish(
    RemediationAct Act,
    Person By,
    bool RightDigest,
    bool RightVenue,
    bool Words,
    int Replica,
    bool LooksFirst,
    int Times,
    int SecondsOn,
    bool Jumps,
    int Gone = 0
)
{
    public static readonly Person[] People =
    [
        Plans.OnCall,
        Plans.Lead,
        Plans.OtherLead,
        new("0a000000-0000-0000-0000-000000000009", "Nobody"),
        new("", "Guest"),
    ];

    /// <summary>The leads at this moment.</summary>
    public IReadOnlyList<string> Leads => [.. Plans.Leads.Where((_, place) => place != Gone - 1)];

    public string DoubtInWords => SecondsOn % 2 == 0 ? "gone" : "not reached";

    private static readonly Gen<bool> Mostly = Gen.Frequency((7, Gen.Const(true)), (1, Gen.Const(false)));

    public static readonly Gen<RemediationWish> Any = Gen.Select(
        Gen.Frequency(
            (1, Gen.Const(RemediationAct.Ask)),
            (5, Gen.Const(RemediationAct.Approve)),
            (1, Gen.Const(RemediationAct.BreakGlass)),
            (1, Gen.Const(RemediationAct.Deny)),
            (1, Gen.Const(RemediationAct.Expire)),
            (4, Gen.Const(RemediationAct.Claim)),
            (2, Gen.Const(RemediationAct.Type)),
            (1, Gen.Const(RemediationAct.Supersede)),
            (3, Gen.Const(RemediationAct.Send)),
            (1, Gen.Const(RemediationAct.Fail)),
            (2, Gen.Const(RemediationAct.Doubt)),
            (2, Gen.Const(RemediationAct.SayTyped)),
            (1, Gen.Const(RemediationAct.SayNotTyped)),
            (3, Gen.Const(RemediationAct.Continue)),
            (2, Gen.Const(RemediationAct.Verify)),
            (1, Gen.Const(RemediationAct.Recheck))
        ),
        Gen.Frequency((1, Gen.Int[0, 0]), (5, Gen.Int[1, 2]), (1, Gen.Int[3, 4])),
        Gen.Select(Mostly, Mostly, Mostly),
        Gen.Select(Gen.Int[0, 1], Mostly, Gen.Int[1, 3]),
        Gen.Select(
            Gen.Frequency((4, Gen.Int[0, 9]), (4, Gen.Int[0, 60]), (1, Gen.Int[-600, 0]), (1, Gen.Int[600, 1200])),
            Mostly
        ),
        Gen.Frequency((6, Gen.Const(0)), (1, Gen.Int[1, 2])),
        (act, person, right, how, seconds, gone) =>
            new RemediationWish(
                act,
                People[person],
                right.Item1,
                right.Item2,
                right.Item3,
                how.Item1,
                how.Item2,
                how.Item3,
                seconds.Item1,
                !seconds.Item2,
                gone
            )
    );
}
