using System.Buffers.Binary;
using System.Net;
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
    private const string Encoding1 = "spibot remediation plan 1";

    public static string Of(RemediationPlan plan)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Text(hash, Encoding1);
        Text(hash, plan.Id);
        Text(hash, plan.Gateway);
        OfChange(hash, plan.Change);
        Number(hash, plan.Lines.Count);
        foreach (var line in plan.Lines)
        {
            Text(hash, line);
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
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void OfChange(IncrementalHash hash, Change change)
    {
        switch (change)
        {
            case Change.ClearInactive:
                Text(hash, "clear-inactive");
                break;
            case Change.ClearPeer(IPAddress peer):
                Text(hash, "clear-peer");
                Text(hash, peer.ToString());
                break;
            default:
                throw new ArgumentException($"no encoding for {change.GetType().Name}", nameof(change));
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
