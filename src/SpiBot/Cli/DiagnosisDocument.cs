using System.Text;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Cli;

/// <summary>docs/diagnosis.md, made of what the rules say about themselves.</summary>
internal static class DiagnosisDocument
{
    /// <summary>Ends every paragraph, so the file is the same on every system.</summary>
    private const char LineEnd = '\n';

    /// <summary>Causes that have an id and no rule: what would have to be read to tell them.</summary>
    private static readonly (string Id, string What, string Needs)[] NotToldApart =
    [
        (
            "lifetime-mismatch",
            "the ends rekey at different times",
            "each end's configured lifetimes, or bursts remembered over days"
        ),
        (
            "rekey-rejected",
            "the first child SA works, every rekey of it is refused (PFS, proposals)",
            "the box's log, or SAs remembered over a lifetime"
        ),
        ("own-teardown", "an idle or session timeout ends the SAs", "the box's log (113019 names the reason)"),
        ("volume-rekey", "rekeys follow bytes, not time", "rekeys remembered over days"),
        ("stale-data-plane", "the ends agree, the data path uses another SA", "`show asp table vpn-context detail`"),
        (
            "wrong-headend",
            "packets for an SA that another box of ours holds",
            "the SPI of a dropped packet, and the SAs of the other boxes"
        ),
    ];

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
            "The order is that of the findings on a card: the gravest first. Where two fit, both are shown. Whatever the cause, nothing that changes a gateway is offered after one look, "
                + "on a unit that is not the active one, or on a box that was reloaded or replaced between the looks."
        );
        foreach (var cause in Diagnostician.Described)
        {
            Section(text, cause);
        }

        Paragraph(text, "## Not told apart today");
        foreach (var (id, what, needs) in NotToldApart)
        {
            text.Append($"- `{id}`: {what}. Needs {needs}.").Append(LineEnd);
        }

        return text.ToString();
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
