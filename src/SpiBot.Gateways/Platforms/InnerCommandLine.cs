namespace SpiBot.Gateways.Platforms;

/// <summary>
/// A command line inside the one that a session lands at, as data. It is only ever entered to type an approved change or the lines of a duty, and always left again: where it stays
/// attached, nobody else gets in.
/// </summary>
/// <param name="Enter">The line that goes in.</param>
/// <param name="Enable">The line that asks for privilege there; its password is empty.</param>
/// <param name="PagerOff">The line that turns paging off there, for this time only.</param>
/// <param name="ClearLine">The key that takes away what somebody left half typed.</param>
/// <param name="Leave">The keys that go out, from anywhere in it.</param>
/// <param name="NotKnown">How refusals begin that say that the outer command line does not know a line or does not allow it: then nothing of it was carried out.</param>
public sealed record InnerCommandLine(
    string Enter,
    string Enable,
    string PagerOff,
    string ClearLine,
    string Leave,
    IReadOnlyList<string> NotKnown
)
{
    /// <summary>Whether this refusal says that nothing was carried out. Any other may come from the middle of the work.</summary>
    public bool SaysNotKnown(string refusal) =>
        NotKnown.Any(words => refusal.StartsWith(words, StringComparison.Ordinal));
}
