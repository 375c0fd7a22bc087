using System.Text;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Cli;

/// <summary>docs/diagnosis.md, made of what the rules say about themselves.</summary>
internal static class DiagnosisDocument
{
    /// <summary>Ends every paragraph, so the file is the same on every system.</summary>
    private const char LineEnd = '\n';

    public static string Text()
    {
        var text = new StringBuilder();
        Paragraph(text, "# What SpiBot can tell of a tunnel, and from what");
        Paragraph(
            text,
            "This page is made from the rules' own texts by `dotnet run --project src/SpiBot -- docs diagnosis`; a test holds it to them. "
                + "Each rule is one file in `src/SpiBot.Tunnels/Diagnosis/Causes`."
        );
        Paragraph(
            text,
            "The order is that of the findings on a card: the gravest first. Where two fit, both are shown, except where the first explains the other (`Explained.cs` says what explains what, and why). Whatever the cause, nothing that changes a gateway is offered after one look, "
                + "on a unit that is not the active one, or on a box that was reloaded or replaced between the looks."
        );
        foreach (var cause in Diagnostician.Described)
        {
            Section(text, cause);
        }

        return text.ToString().TrimEnd(LineEnd) + LineEnd;
    }

    private static void Section(StringBuilder text, ICause cause)
    {
        var texts = cause.Texts;
        Paragraph(text, $"## `{cause.Id}`: {texts.Title}");
        Paragraph(text, texts.What);
        string[] rows =
        [
            $"- **Shows:** {texts.Shows}",
            $"- **Against it:** {texts.Against}",
            $"- **Helps:** {texts.Helps}",
            $"- **Does not help:** {texts.HelpsNot}",
            $"- **Source:** {texts.Source}",
        ];
        Paragraph(text, string.Join(LineEnd, rows));
    }

    private static void Paragraph(StringBuilder text, string paragraph) =>
        text.Append(paragraph).Append(LineEnd).Append(LineEnd);
}
