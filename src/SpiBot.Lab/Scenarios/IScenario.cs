namespace SpiBot.Lab.Scenarios;

/// <summary>A story that the Lab can play.</summary>
public interface IScenario
{
    string Name { get; }

    /// <summary>One line for people.</summary>
    string Description { get; }

    /// <summary>Breaks what it breaks at the moments before <see cref="Site.Start"/> at which it happened. The rest of the way is run by the caller.</summary>
    void Play(Site site);
}
