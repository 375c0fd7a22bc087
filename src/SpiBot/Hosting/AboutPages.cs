namespace SpiBot.Hosting;

/// <summary>What the app package in Teams links to: who runs this, what it keeps of people, and by what terms. In words, for anybody.</summary>
internal static class AboutPages
{
    /// <summary>By their paths, as <c>manifest/manifest.json</c> has them.</summary>
    public static IReadOnlyDictionary<string, string> Texts { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["/"] =
                "SpiBot answers in Teams why an IPsec tunnel is down. It is run by the organisation whose team it is in; ask those who added it there.\n",
            ["/privacy"] = """
                SpiBot is run by the organisation whose team it is in, and sends nothing to anybody else.
                Of people it keeps, in that organisation's own store: the name and the Entra object id of whoever asks for a check, sets a watch, proposes, approves or denies a change,
                with the time, the conversation and the reason or ticket that they gave. What was done with changes is the audit trail, and is kept; the rest is forgotten after days or weeks.
                Messages that are not meant for it, it does not get. What is pasted is read, keys and passwords in it are masked first, and it is not kept.

                """,
            ["/terms"] =
                "SpiBot is used by the terms of the organisation whose team it is in. It changes a gateway only where somebody who may has approved exactly that.\n",
        };

    public static void MapAboutPages(this IEndpointRouteBuilder app)
    {
        foreach (var (path, text) in Texts)
        {
            app.MapGet(path, () => Results.Text(text, "text/plain; charset=utf-8"));
        }
    }
}
