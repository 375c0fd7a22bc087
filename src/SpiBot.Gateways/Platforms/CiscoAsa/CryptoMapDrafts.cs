using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>The entries of crypto maps while their lines are read, in the order in which they came.</summary>
internal sealed class CryptoMapDrafts
{
    private readonly Dictionary<(string Map, int Sequence), CryptoMapDraft> all = [];
    private CryptoMapDraft? last;

    public bool Any => all.Count > 0;

    /// <summary>Its lines stand together, so mostly it is the one before.</summary>
    public CryptoMapDraft Of(ReadOnlySpan<char> map, int sequence)
    {
        if (last is null || last.Sequence != sequence || !map.SequenceEqual(last.Map))
        {
            // A box has few maps, and their names stand in all of their lines.
            var name = last is not null && map.SequenceEqual(last.Map) ? last.Map : map.ToString();
            if (!all.TryGetValue((name, sequence), out last))
            {
                all[(name, sequence)] = last = new CryptoMapDraft(name, sequence);
            }
        }

        return last;
    }

    public IReadOnlyList<CryptoMapEntry> Finish() => [.. all.Values.Select(draft => draft.Finish())];
}
