using System.Diagnostics.CodeAnalysis;

namespace SpiBot.Gateways.Changes;

/// <summary>What a remediation answers to a wish: the event that may now be journaled, or why not, in a sentence for the person who asked.</summary>
public sealed record Decision
{
    private Decision(RemediationEvent? granted, string? refusal, bool isRepeated = false) =>
        (Granted, Refusal, IsRepeated) = (granted, refusal, isRepeated);

    public RemediationEvent? Granted { get; }

    public string? Refusal { get; }

    /// <summary>The same person has wished exactly this before, and was granted it: nothing happens a second time, and nobody was refused.</summary>
    public bool IsRepeated { get; }

    [MemberNotNullWhen(true, nameof(Granted))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsGranted => Granted is not null;

    internal static Decision Grant(RemediationEvent granted) => new(granted, refusal: null);

    internal static Decision Repeat(string what) => new(granted: null, what, isRepeated: true);

    internal static Decision Refuse(string because) => new(granted: null, because);
}
