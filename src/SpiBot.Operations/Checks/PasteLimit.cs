namespace SpiBot.Operations.Checks;

/// <summary>How much may be pasted. The SAs of one tunnel are some thousand characters; those of a whole box with a hundred are read too, and of a larger one only the peer's.</summary>
public static class PasteLimit
{
    public const int Characters = 250_000;

    /// <summary>What tells whose output it is.</summary>
    internal const int Beginning = 20_000;
}
