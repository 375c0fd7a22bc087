namespace SpiBot.Tunnels.Diagnosis;

/// <summary>Whether a clear helped.</summary>
public enum OutcomeVerdict
{
    Helped,
    DidNotHelp,

    /// <summary>Too little was read after it, or there was no traffic that could show it.</summary>
    CannotTell,
}

/// <summary>Whether a clear helped, from readings before and after, with the sentence that says so and the rows of before and now.</summary>
public sealed record RemediationOutcome(OutcomeVerdict Verdict, string Words, IReadOnlyList<BeforeAndNow> Rows);

/// <summary>One row of the result card. <see cref="Good"/>: now as it should be.</summary>
public sealed record BeforeAndNow(string What, string Before, string Now, bool Good);
