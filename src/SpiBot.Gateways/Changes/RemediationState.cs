namespace SpiBot.Gateways.Changes;

public enum RemediationState
{
    Proposed,
    Approved,
    Denied,
    Expired,
    Claimed,

    /// <summary>It may have been typed, and the gateway's log does not tell: a person is asked.</summary>
    Doubtful,

    /// <summary>The gateway was no longer as in the plan: nothing was sent.</summary>
    Superseded,
    Sent,

    /// <summary>It could not be sent, or the device refused it; the note says if SpiBot cannot tell.</summary>
    Failed,
    Verified,
}
