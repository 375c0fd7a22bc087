using System.Diagnostics.CodeAnalysis;

namespace SpiBot.Gateways.Changes;

/// <summary>What a remediation answers to a wish: the event that may now be journaled, or why not, in a sentence for the person who asked.</summary>
public sealed record Decision
{
    private Decision(RemediationEvent? granted, string? refusal) => (Granted, Refusal) = (granted, refusal);

    public RemediationEvent? Granted { get; }

    public string? Refusal { get; }

    [MemberNotNullWhen(true, nameof(Granted))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsGranted => Granted is not null;

    internal static Decision Grant(RemediationEvent granted) => new(granted, refusal: null);

    internal static Decision Refuse(string because) => new(granted: null, because);
}
