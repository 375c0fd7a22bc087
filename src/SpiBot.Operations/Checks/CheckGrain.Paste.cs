using System.Globalization;
using System.Net;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Pasted;
using SpiBot.Operations.Threads;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;
using SpiBot.Tunnels.History;

namespace SpiBot.Operations.Checks;

/// <content>What people at the other end sent of it, compared with what was read here.</content>
internal sealed partial class CheckGrain
{
    /// <summary>Further apart, a rekey between is likelier than not.</summary>
    private static readonly TimeSpan LongestBetweenEnds = TimeSpan.FromHours(1);

    public async Task<PasteOutcome> Paste(string text, Person? by, Standing standing, Venue venue, CancellationToken ct)
    {
        if (WhyNoPaste(by, standing, venue) is { } why)
        {
            return new PasteOutcome(why);
        }

        var (now, evidence, viewpoint) = (clock.GetUtcNow(), found!.Evidence!, inventory.Find(Order.Gateway)!);
        var ours = evidence.Ours.Latest;
        var name = viewpoint.Peers.FirstOrDefault(peer => peer.Value.Equals(ours.Peer)).Key ?? ours.Peer.ToString();
        var ourAddresses = OurAddresses(viewpoint, ours);
        if (text.Length > PasteLimit.Characters)
        {
            return new PasteOutcome(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"It has {text.Length:N0} characters; {PasteLimit.Characters:N0} is the most that is taken. "
                ) + PastedOutput.ShorterFor(text[..PasteLimit.Beginning], ourAddresses is [var our, ..] ? our : null)
            );
        }

        var (reading, problem) = PastedEnd.Of(text, name, ours, ourAddresses, now);
        if (reading is null)
        {
            return new PasteOutcome(problem);
        }

        var both = (await histories.WithPast(evidence, ct)) with
        {
            Theirs = new TunnelEnd(Earlier: null, reading),
            TheirsMissing = null,
        };
        var report = new TunnelDiagnosed($"{Id}/pasted-{now.UtcDateTime:HHmmssfff}", Order, Diagnose(both), both, [])
        {
            Pasted = new PastedBy(by?.Name ?? "somebody", now, ours.TakenAt),
        };
        reports.Tell(Order.Thread, report);
        return new PasteOutcome(Problem: null);
    }

    private string? WhyNoPaste(Person? by, Standing standing, Venue venue)
    {
        if (order is null)
        {
            return "SpiBot does not know this check (any more): check again.";
        }

        if ((WhyNotFrom(venue) ?? inventory.WhyNot(by, Act.Read, Order.Gateway, standing: standing)) is { } no)
        {
            return no;
        }

        if (found is not { Diagnosis: not null, Evidence: { } evidence } || inventory.Find(Order.Gateway) is null)
        {
            return ended
                ? "This check read no tunnel that it could be compared with: check again."
                : "This check is not done: wait for its second look, then paste again.";
        }

        var age = clock.GetUtcNow() - evidence.Ours.Latest.TakenAt;
        return evidence.Theirs is { } theirs ? $"The other end is {theirs.Gateway}, which SpiBot has read itself."
            : age > LongestBetweenEnds
                ? $"{Order.Gateway} was read {PastInWords.Length(age)} ago: ends read that far apart cannot be compared. Check again, then paste."
            : null;
    }

    private static IReadOnlyList<IPAddress> OurAddresses(GatewayEntry viewpoint, TunnelReading ours) =>
        [
            .. ours
                .Tunnels.Select(child => IPAddress.TryParse(child.Local, out var local) ? local : null)
                .OfType<IPAddress>()
                .Concat(viewpoint.VpnAddresses)
                .Distinct(),
        ];
}
