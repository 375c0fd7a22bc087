namespace SpiBot.Gateways.Changes;

/// <summary>How far a remediation has come. <see cref="Approved"/> stands between the steps of a plan for two gateways, too.</summary>
public enum RemediationState
{
    /// <summary>It waits for a lead, or for another one.</summary>
    Proposed,

    /// <summary>By as many as it needs; nobody has begun to type.</summary>
    Approved,
    Denied,

    /// <summary>Nobody decided in time, or nothing was typed in time.</summary>
    Expired,

    /// <summary>A replica types, until the claim's time is over.</summary>
    Claimed,

    /// <summary>It may have been typed, and the gateway's log does not tell: a person is asked.</summary>
    Doubtful,

    /// <summary>The gateway was no longer as in the plan: nothing was sent.</summary>
    Superseded,

    /// <summary>It was typed; whether it helped is looked at.</summary>
    Sent,

    /// <summary>It could not be sent, or the device refused it; the note says if SpiBot cannot tell.</summary>
    Failed,

    /// <summary>It was looked at afterwards; the outcome says whether it helped.</summary>
    Verified,
}
