using System.Net;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// The entries of crypto maps while their lines are read, in the order in which they came. A box prints those of a map by their numbers, so one is looked for only where a
/// number comes that is not the highest so far.
/// </summary>
internal sealed class CryptoMapDrafts
{
    private readonly List<CryptoMapDraft> all = [];
    private readonly Dictionary<string, int> highest = new(StringComparer.Ordinal);
    private Dictionary<(string Map, int Sequence), CryptoMapDraft>? found;
    private CryptoMapDraft? last;

    public bool Any => all.Count > 0;

    /// <summary>Its lines stand together, so mostly it is the one before.</summary>
    public CryptoMapDraft Of(ReadOnlySpan<char> map, int sequence)
    {
        if (last is null || last.Sequence != sequence || !map.SequenceEqual(last.Map))
        {
            // A box has few maps, and their names stand in all of their lines.
            var name = last is not null && map.SequenceEqual(last.Map) ? last.Map : map.ToString();
            last = Find(name, sequence) ?? Add(name, sequence);
        }

        return last;
    }

    /// <param name="asked">Whose entries are wanted: see <see cref="CryptoMaps.OtherPeers"/>. Null: all are.</param>
    public CryptoMaps Finish(IPAddress? asked)
    {
        var (entries, others) = (new List<CryptoMapEntry>(), new List<string>());
        foreach (var draft in all)
        {
            if (asked is not null && draft.IsOfOthers(asked))
            {
                others.AddRange(draft.Peers);
            }
            else
            {
                entries.Add(draft.Finish());
            }
        }

        return new CryptoMaps(entries) { OtherPeers = others };
    }

    private CryptoMapDraft? Find(string map, int sequence)
    {
        if (sequence > highest.GetValueOrDefault(map, -1))
        {
            highest[map] = sequence;
            return null;
        }

        found ??= all.ToDictionary(draft => (draft.Map, draft.Sequence));
        return found.GetValueOrDefault((map, sequence));
    }

    private CryptoMapDraft Add(string map, int sequence)
    {
        var draft = new CryptoMapDraft(map, sequence);
        all.Add(draft);
        found?.Add((map, sequence), draft);
        return draft;
    }
}
