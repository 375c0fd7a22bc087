namespace SpiBot.Lab.Consoles;

/// <summary>A typed line with its words written out, against a command that a trait names.</summary>
public static class CanonicalLine
{
    /// <param name="named">In full; it stands for all that begin like it. Null: none.</param>
    public static bool IsFor(this CommandMatch match, string? named) =>
        named is not null
        && (match.Canonical == named || match.Canonical.StartsWith(named + " ", StringComparison.Ordinal));
}
