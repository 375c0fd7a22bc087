using SpiBot.Gateways.Changes;
using SpiBot.Operations.Remediations;

namespace SpiBot.Cards;

/// <summary>A remediation in words, for its own card and for all that speak of it.</summary>
internal static class RemediationWords
{
    /// <summary>How it stands, in one line: the heading of its card, and what a notification shows.</summary>
    public static string Title(RemediationView view)
    {
        var what = What(view);
        var step = view.Typed?.Count ?? 0;
        var on = view.Plan.Steps[Math.Min(step, view.Plan.Steps.Count - 1)].Gateway;
        return view.State switch
        {
            RemediationState.Proposed => $"Approve? {Capital(what)}",
            RemediationState.Approved when step > 0 => $"The first step did not help. Next, on {on}: {what}",
            RemediationState.Approved => $"Approved: {what}",
            RemediationState.Claimed => $"Looking at {on} once more, then typing: {what}",
            RemediationState.Doubtful => $"Was it typed on {on}? SpiBot cannot tell: {what}",
            RemediationState.Sent when view.Typed is [.., { IsInPart: true, Lines.Count: > 0 }] =>
                $"Typed in part: {what}. Looking whether it helped",
            RemediationState.Sent when view.Plan.Change is Change.Debug => $"Listening: {what}",
            RemediationState.Sent => $"Typed: {what}. Looking whether it helped",
            RemediationState.Denied => $"Denied{Half(step)}: {what}",
            RemediationState.Expired => step > 0
                ? $"Expired{Half(step)}: {what}"
                : $"Expired, nothing was sent: {what}",
            RemediationState.Superseded => step > 0
                ? $"The facts have changed{Half(step)}: {what}"
                : $"Not sent, the facts have changed: {what}",
            RemediationState.Failed =>
                $"Not done{Half(step)}{(view.MayHaveBeenTyped ? ", perhaps typed" : "")}: {what}",
            RemediationState.Verified => view.Outcome?.Words ?? what,
            _ => what,
        };
    }

    private static string Half(int typed) => typed > 0 ? " after the first step" : "";

    /// <summary>What is typed on which gateway, as it stands behind a colon: <c>clear the SAs with 203.0.113.9 on hq-fw1</c>.</summary>
    public static string What(RemediationView view) =>
        view.Plan.Then is { } then
            ? $"clear the SAs with {view.Plan.Change.WithPeer} on {view.Plan.Gateway}, and if that does not help those with {then.Change.WithPeer} on {then.Gateway}"
            : What(view.Plan.Change, view);

    private static string What(Change change, RemediationView view) =>
        change switch
        {
            Change.ClearEntry clear =>
                $"clear the SA {clear.Spi.Digits} with {clear.Peer}, and its sibling, on {view.Plan.Gateway}",
            Change.ClearPeer clear => $"clear the SAs with {clear.Peer} on {view.Plan.Gateway}",
            Change.ClearInactive => $"clear the inactive SAs on {view.Plan.Gateway}",
            Change.ClearIke clear =>
                $"clear the IKEv{clear.Version} SA with {clear.Peer} and all its SAs on {view.Plan.Gateway}",
            Change.Reinitiate anew =>
                $"end the IKE SA with {anew.Peer} and all its SAs, and begin it anew, on {view.Plan.Gateway}",
            Change.Debug debug =>
                $"debug the negotiations with {debug.Peer} on {view.Plan.Gateway} for a while, level {debug.Level}",
            Change.ClearDrops => $"zero the counter of invalid SPIs on {view.Plan.Gateway}",
            _ => $"{string.Join("; ", view.Plan.Lines)} on {view.Plan.Gateway}",
        };

    /// <summary>Whose approval does not count any more, and why.</summary>
    public static string Lapsed(LapsedApproval lapsed) =>
        $"the approval of {lapsed.Approval.By.Name}, {Times.Utc(lapsed.Approval.At)}: {lapsed.Because}";

    /// <summary>With a capital letter, as a sentence begins.</summary>
    public static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
