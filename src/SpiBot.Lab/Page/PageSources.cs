using SpiBot.Lab.Channel;

namespace SpiBot.Lab.Page;

/// <summary>A scenario as the page offers it.</summary>
public sealed record ScenarioChoice(string Name, string About);

/// <summary>A line that was typed on a firewall.</summary>
public sealed record ConsoleLine(string Gateway, string Line);

/// <summary>What the page shows and moves.</summary>
/// <param name="Scenario">The name of the one that runs.</param>
/// <param name="Switch">Makes another one run; its name is one of <paramref name="Scenarios"/>.</param>
public sealed record PageSources(
    IncidentChannel Channel,
    TeamsClient Teams,
    IReadOnlyList<ScenarioChoice> Scenarios,
    Func<string> Scenario,
    Action<string> Switch,
    Feed<ConsoleLine> Consoles
);
