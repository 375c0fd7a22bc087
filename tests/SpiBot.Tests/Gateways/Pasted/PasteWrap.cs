namespace SpiBot.Tests.Gateways.Pasted;

/// <summary>What a chat, a mail or a narrow terminal does to a long line.</summary>
internal static class PasteWrap
{
    /// <summary>Broken at blanks, and only where some of the line stands before the break.</summary>
    public static IEnumerable<string> Of(string line, int width)
    {
        var rest = line.TrimEnd();
        while (rest.Length > width && rest.LastIndexOf(' ', width) is > 0 and var at && rest[..at].Trim().Length > 0)
        {
            yield return rest[..at];
            rest = rest[(at + 1)..];
        }

        yield return rest;
    }
}
