namespace SpiBot.Tunnels.Diagnosis;

/// <summary>
/// What a rule says about its cause in general, for people: docs/diagnosis.md is made of these, so a rule and its description
/// stand in one file. Plain sentences without Markdown, except that <c>`…`</c> marks what a box prints or takes.
/// </summary>
/// <param name="Title">A heading: what is wrong, in a few words.</param>
/// <param name="What">What it is.</param>
/// <param name="Shows">How it shows: what must be seen, and how sure that makes.</param>
/// <param name="Against">What speaks against it.</param>
/// <param name="Helps">What helps.</param>
/// <param name="HelpsNot">What surely does not help, and why.</param>
/// <param name="Source">Where this is known from.</param>
public sealed record CauseTexts(
    string Title,
    string What,
    string Shows,
    string Against,
    string Helps,
    string HelpsNot,
    string Source
);
