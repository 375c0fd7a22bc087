using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SpiBot.Gateways.Changes;

/// <summary>
/// The digest that an approval carries: SHA-256, 64 lower-case hex digits, over every field of the plan. Each text goes in as its
/// length and its UTF-8 bytes and each list as its count, so that no two different plans have the same encoding.
/// </summary>
public static class PlanDigest
{
    /// <summary>Names the encoding; a change of it, or a new field of the plan, gets a new number.</summary>
    private const string Encoding3 = "spibot remediation plan 3";

    /// <summary>Of plans of one step, in no context, without a second way.</summary>
    private const string Encoding2 = "spibot remediation plan 2";

    /// <summary>Of plans that do not say where they were proposed; such journals are still read.</summary>
    private const string Encoding1 = "spibot remediation plan 1";

    public static string Of(RemediationPlan plan)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var hasMore = plan.IfRefused is not null || plan.Context is not null || plan.Then is not null;
        Text(
            hash,
            hasMore ? Encoding3
                : plan.Venue is null ? Encoding1
                : Encoding2
        );
        Text(hash, plan.Id);
        Text(hash, plan.Gateway);
        OfChange(hash, plan.Change);
        OfLines(hash, plan.Lines);
        Text(hash, plan.Cause);
        Text(hash, plan.Why);
        Text(hash, plan.Interrupts);
        Text(hash, plan.HelpsBecause);
        OfSpis(hash, plan.SpisSeen);
        Text(hash, plan.ProposedBy.EntraId);
        Text(hash, plan.ProposedBy.Name);
        Number(hash, plan.ProposedAt.UtcTicks);
        Number(hash, plan.ExpiresAt.UtcTicks);
        Perhaps(hash, plan.Serial);
        if (hasMore)
        {
            Number(hash, plan.Venue is null ? 0 : 1);
        }

        if (plan.Venue is { } venue)
        {
            Text(hash, venue.Tenant);
            Text(hash, venue.Conversation);
            Number(hash, plan.ApprovalsNeeded);
        }

        if (hasMore)
        {
            OfSecondWay(hash, plan.IfRefused);
            Perhaps(hash, plan.Context);
            Number(hash, plan.Steps.Count);
            OfStep(hash, plan.Then);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void OfStep(IncrementalHash hash, PlanStep? step)
    {
        if (step is not null)
        {
            Text(hash, step.Gateway);
            OfChange(hash, step.Change);
            OfLines(hash, step.Lines);
            OfSpis(hash, step.SpisSeen);
            Perhaps(hash, step.Serial);
            Perhaps(hash, step.Context);
            OfSecondWay(hash, step.IfRefused);
        }
    }

    private static void OfSecondWay(IncrementalHash hash, LinesInside? second)
    {
        Perhaps(hash, second?.Enter);
        OfLines(hash, second?.Lines ?? []);
    }

    private static void OfLines(IncrementalHash hash, IReadOnlyList<string> lines)
    {
        Number(hash, lines.Count);
        foreach (var line in lines)
        {
            Text(hash, line);
        }
    }

    private static void OfSpis(IncrementalHash hash, IReadOnlyList<SpiSeen> spis)
    {
        Number(hash, spis.Count);
        foreach (var seen in spis)
        {
            Text(hash, seen.Direction);
            Number(hash, seen.Spi.Value);
        }
    }

    private static void Perhaps(IncrementalHash hash, string? text)
    {
        Number(hash, text is null ? 0 : 1);
        Text(hash, text ?? "");
    }

    private static void OfChange(IncrementalHash hash, Change change)
    {
        Text(hash, change.Kind);
        if (change.WithPeer is { } peer)
        {
            Text(hash, peer.ToString());
        }

        if (change is Change.ClearIke { Version: var version })
        {
            Number(hash, version);
        }

        if (change is Change.Debug debug)
        {
            Text(hash, debug.Peer.ToString());
            Number(hash, debug.Level);
        }

        if (change is Change.ClearEntry entry)
        {
            Text(hash, entry.Destination.ToString());
            Number(hash, entry.Spi.Value);
        }

        if (change is Change.Reinitiate reinitiate)
        {
            Text(hash, reinitiate.Connection.Text);
            Number(hash, reinitiate.IkeIds.Count);
            foreach (var id in reinitiate.IkeIds)
            {
                Number(hash, id);
            }

            Number(hash, reinitiate.Children.Count);
            foreach (var child in reinitiate.Children)
            {
                Text(hash, child.Text);
            }
        }
    }

    private static void Text(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Number(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void Number(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
