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

    /// <summary>Of plans without a second way.</summary>
    private const string Encoding2 = "spibot remediation plan 2";

    /// <summary>Of plans that do not say where they were proposed; such journals are still read.</summary>
    private const string Encoding1 = "spibot remediation plan 1";

    public static string Of(RemediationPlan plan)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Text(
            hash,
            plan.IfRefused is not null ? Encoding3
                : plan.Venue is null ? Encoding1
                : Encoding2
        );
        Text(hash, plan.Id);
        Text(hash, plan.Gateway);
        OfChange(hash, plan.Change);
        Lines(hash, plan.Lines);
        if (plan.IfRefused is { } second)
        {
            Text(hash, second.Enter);
            Lines(hash, second.Lines);
        }

        Text(hash, plan.Cause);
        Text(hash, plan.Why);
        Text(hash, plan.Interrupts);
        Text(hash, plan.HelpsBecause);
        Number(hash, plan.SpisSeen.Count);
        foreach (var seen in plan.SpisSeen)
        {
            Text(hash, seen.Direction);
            Number(hash, seen.Spi.Value);
        }

        Text(hash, plan.ProposedBy.EntraId);
        Text(hash, plan.ProposedBy.Name);
        Number(hash, plan.ProposedAt.UtcTicks);
        Number(hash, plan.ExpiresAt.UtcTicks);
        Number(hash, plan.Serial is null ? 0 : 1);
        Text(hash, plan.Serial ?? "");
        if (plan.Venue is { } venue)
        {
            Text(hash, venue.Tenant);
            Text(hash, venue.Conversation);
            Number(hash, plan.ApprovalsNeeded);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
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

    private static void Lines(IncrementalHash hash, IReadOnlyList<string> lines)
    {
        Number(hash, lines.Count);
        foreach (var line in lines)
        {
            Text(hash, line);
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
