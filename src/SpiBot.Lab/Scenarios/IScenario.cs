namespace SpiBot.Lab.Scenarios;

/// <summary>A story that the Lab can play.</summary>
public interface IScenario
{
    string Name { get; }

    /// <summary>One line for people.</summary>
    string Description { get; }

    /// <summary>The version of IKE that the tunnel between HQ and Berlin speaks.</summary>
    int IkeVersion => 2;

    /// <summary>There is a NAT device between HQ and Berlin.</summary>
    bool BehindNat => false;

    /// <summary>Enters into the world's time what happens, and when before <see cref="Site.Start"/>. Time is run by the caller.</summary>
    void Play(Site site);
}
