namespace SpiBot.Tests.Gateways.CiscoAsa;

/// <summary>
/// Real outputs with what their publishers expect of them. They are not part of the project: found in <c>SPIBOT_CAPTURES</c>, or in <c>shared/captures</c>
/// beside the checkout; without them the tests that need them are skipped.
/// </summary>
internal static class Captures
{
    private static readonly string? Root = Find();

    public static string Text(string file) => File.ReadAllText(PathOf(file));

    public static string PathOf(string file)
    {
        Assert.SkipWhen(Root is null, "no captures here: set SPIBOT_CAPTURES to the folder that has them");
        return Path.Combine(Root, file);
    }

    /// <summary>The list of flat records of an ntc-templates expectation: <c>  - key: "value"</c>.</summary>
    public static List<Dictionary<string, string>> Expected(string file)
    {
        var records = new List<Dictionary<string, string>>();
        foreach (var line in Text(file).Split('\n').Where(l => l.Contains(": \"", StringComparison.Ordinal)))
        {
            if (line.StartsWith("  - ", StringComparison.Ordinal))
            {
                records.Add(new Dictionary<string, string>(StringComparer.Ordinal));
            }

            var (key, value) = line[4..].Split(": ", 2) is [var k, var v] ? (k.Trim(), v.Trim().Trim('"')) : ("", "");
            records[^1][key] = value;
        }

        return records;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("SPIBOT_CAPTURES") is { Length: > 0 } set)
        {
            return Directory.Exists(set) ? set : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var captures = Path.Combine(folder.FullName, "shared", "captures");
            if (Directory.Exists(captures))
            {
                return captures;
            }
        }

        return null;
    }
}
