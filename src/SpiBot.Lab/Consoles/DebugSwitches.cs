using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles;

/// <summary>What crypto debug one session has switched on, and how far it has been shown what that says.</summary>
public sealed class DebugSwitches
{
    private readonly SortedDictionary<string, int> levels = new(StringComparer.Ordinal);
    private long shown;

    public IReadOnlyDictionary<string, int> Levels => levels;

    public void On(CryptoDebug debug, string module, int level)
    {
        if (levels.Count == 0)
        {
            shown = debug.End;
        }

        levels[module] = level;
    }

    public void Off(string module) => levels.Remove(module);

    /// <summary>What was said since, as far as this session has it switched on.</summary>
    public IReadOnlyList<string> News(CryptoDebug debug)
    {
        if (levels.Count == 0)
        {
            return [];
        }

        var news = debug
            .From(shown)
            .Where(message => levels.TryGetValue(message.Module, out var level) && level >= message.Level)
            .Select(message => message.Text)
            .ToList();
        shown = debug.End;
        return news;
    }
}
