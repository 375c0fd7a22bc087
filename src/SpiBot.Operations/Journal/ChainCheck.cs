using System.Security.Cryptography;
using System.Text;

namespace SpiBot.Operations.Journal;

/// <summary>What came of verifying the journal.</summary>
public abstract record ChainVerdict
{
    private ChainVerdict() { }

    /// <summary>Every entry is where and what it was when it was written. <paramref name="Unkeyed"/>: how many, from the first on, are chained without a key.</summary>
    public sealed record Fits(ChainHead Head, long Unkeyed) : ChainVerdict;

    /// <summary>At this place it is not what was written: the first one, and why.</summary>
    public sealed record DoesNotFit(long Position, string Why) : ChainVerdict;

    /// <summary>From this place on it cannot be told: the key is not at hand.</summary>
    public sealed record KeyNotKnown(long Position, string KeyId) : ChainVerdict;
}

/// <summary>Goes through the whole journal and finds the first entry that does not fit.</summary>
public static class ChainCheck
{
    /// <param name="entries">In the order of their places; those without one first, with place 0.</param>
    /// <param name="storedHead">What the store says about the journal's end.</param>
    /// <param name="keys">All that may have been used.</param>
    /// <param name="exported">A head that was kept elsewhere, from now or earlier; null for none.</param>
    public static ChainVerdict Verify(
        IEnumerable<ChainedEntry> entries,
        ChainHead? storedHead,
        AuditKeys keys,
        ChainHead? exported
    )
    {
        var head = ChainHead.Beginning;
        var metExported = exported is null || exported == head;
        var unkeyed = 0L;
        var lastKey = ChainKey.None;
        foreach (var entry in entries)
        {
            if (entry.Position != head.Position + 1)
            {
                return new ChainVerdict.DoesNotFit(head.Position + 1, WhereItIsNot(entry, head));
            }

            if (keys.Find(entry.Key) is not { } key)
            {
                return new ChainVerdict.KeyNotKnown(entry.Position, entry.Key);
            }

            if (lastKey.IsKeyed && !key.IsKeyed)
            {
                return new ChainVerdict.DoesNotFit(
                    entry.Position,
                    $"{Named(entry)} is chained without a key, and the one before it with one"
                );
            }

            if (keys.Current.IsKeyed && !key.IsKeyed && entry.Position > keys.UnkeyedUntil)
            {
                return new ChainVerdict.DoesNotFit(
                    entry.Position,
                    $"{Named(entry)} is chained without a key, though one is configured: whoever can write the store can have written it (Audit:UnkeyedUntil says up to which entry there was none)"
                );
            }

            if (!key.Fits(head.Mac, entry))
            {
                return new ChainVerdict.DoesNotFit(
                    entry.Position,
                    $"{Named(entry)} is not what was written at this place, or the one before it is another"
                );
            }

            head = new ChainHead(entry.Position, entry.Mac);
            lastKey = key;
            unkeyed += key.IsKeyed ? 0 : 1;
            if (exported?.Position == entry.Position)
            {
                if (!Same(exported.Mac, entry.Mac))
                {
                    return new ChainVerdict.DoesNotFit(
                        entry.Position,
                        $"{Named(entry)} is not the one of the head given"
                    );
                }

                metExported = true;
            }
        }

        return !metExported
                ? new ChainVerdict.DoesNotFit(
                    head.Position + 1,
                    $"the journal ends at {head.Position}, and went on to {exported!.Position} when the head given was taken: its end was cut off"
                )
            : storedHead != head
                ? new ChainVerdict.DoesNotFit(
                    head.Position + 1,
                    $"the journal ends at {head.Position}, and the store's own note of its end says {(storedHead is null ? "nothing" : storedHead.Position == head.Position ? "another MAC" : storedHead.Position)}"
                )
            : new ChainVerdict.Fits(head, unkeyed);
    }

    private static string WhereItIsNot(ChainedEntry entry, ChainHead head) =>
        entry.Position < 1
            ? $"{Named(entry)} has no place in the chain"
            : $"it is gone: after {head.Position} comes {entry.Position}";

    private static string Named(ChainedEntry entry) => $"\"{entry.Kind}\" of {entry.Id} ({entry.Sequence})";

    private static bool Same(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
