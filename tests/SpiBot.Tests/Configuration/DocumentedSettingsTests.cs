using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using SpiBot.Configuration;

namespace SpiBot.Tests.Configuration;

/// <summary>Documents and code know the same settings, with the same defaults.</summary>
public sealed partial class DocumentedSettingsTests
{
    /// <summary>For a stand-in of Azure on this machine only: nobody sets them up for anything else.</summary>
    private const string ForTheLab = "Azure:";

    /// <summary>In the documents of operators: a row of a table that begins with settings.</summary>
    private static readonly IReadOnlyList<(string Setting, string? Default)> Rows =
    [
        .. Documents()
            .SelectMany(file => File.ReadLines(file))
            .Where(line => Row().IsMatch(line))
            .SelectMany(SettingsOf),
    ];

    public static TheoryData<string> All { get; } =
    [
        .. KnownSettings
            .Sections.SelectMany(section =>
                KnownSettings.Of(section.Value).Keys.Select(setting => $"{section.Key}:{setting}")
            )
            .Where(setting => !setting.StartsWith(ForTheLab, StringComparison.Ordinal)),
    ];

    [Theory]
    [MemberData(nameof(All))]
    public void Each_setting_has_a_row_with_its_default(string setting)
    {
        var row = Assert.Single(Rows.Where(row => Same(row.Setting, setting)).Distinct());

        if (row.Default is { } said)
        {
            Assert.Equal(DefaultOf(setting), said);
        }
    }

    [Fact]
    public void No_document_names_a_setting_that_there_is_not()
    {
        var named = Documents()
            .Append(Checkout.PathOf("README.md"))
            .SelectMany(file => Named().Matches(File.ReadAllText(file)))
            .Select(match => $"{match.Groups["section"].Value}:{match.Groups["setting"].Value}")
            .Distinct(StringComparer.Ordinal)
            .Where(name => KnownSettings.Sections.ContainsKey(name.Split(':')[0]))
            .ToList();

        Assert.True(named.Count > 60, $"only {named.Count} were found");
        Assert.DoesNotContain(named, name => !All.Any(setting => Same(setting, name)));
    }

    [Fact]
    public void No_template_sets_a_setting_that_there_is_not()
    {
        var set = InTemplate()
            .Matches(File.ReadAllText(Checkout.PathOf("deploymentTemplates", "main.bicep")))
            .Select(match => match.Groups["name"].Value.Replace("__", ":", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(set);
        Assert.DoesNotContain(set, name => !All.Any(setting => Same(setting, name)));
    }

    private static bool Same(string one, string other) => one == other;

    private static IEnumerable<string> Documents() => Directory.EnumerateFiles(Checkout.PathOf("docs"), "*.md");

    /// <summary>As many defaults as settings: each its own; one for several: each the same; words: none that could be compared.</summary>
    private static IEnumerable<(string, string?)> SettingsOf(string line)
    {
        var cells = line.Split('|', StringSplitOptions.TrimEntries);
        var settings = cells[1].Split(',', StringSplitOptions.TrimEntries).Select(Name).ToList();
        var defaults = cells[2].Split(", ").Select(word => word.Trim('`')).ToList();
        return settings.Select(
            (setting, i) => (setting, settings.Count == defaults.Count ? Comparable(defaults[i]) : null)
        );
    }

    private static string Name(string code)
    {
        var parts = code.Trim('`').Split(':');
        return $"{parts[0]}:{parts[1]}";
    }

    private static string? Comparable(string said) => said.Contains(' ', StringComparison.Ordinal) ? null : said;

    private static string? DefaultOf(string setting)
    {
        var parts = setting.Split(':');
        var type = KnownSettings.Sections[parts[0]];
        return type.GetProperty(parts[1])!.GetValue(Activator.CreateInstance(type)) switch
        {
            null => "none",
            bool flag => flag ? "true" : "false",
            string text => text,
            IEnumerable several => several.Cast<object>().Any() ? "some" : "none",
            TimeSpan time when time.Milliseconds != 0 => time.ToString("c", CultureInfo.InvariantCulture).TrimEnd('0'),
            IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
            var other => other.ToString(),
        };
    }

    [GeneratedRegex(@"^\| `[A-Z][A-Za-z]+:[A-Z][A-Za-z]+", RegexOptions.None, 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"(?<![A-Za-z:])(?<section>[A-Z][A-Za-z]+):(?<setting>[A-Z][A-Za-z]+)", RegexOptions.None, 1000)]
    private static partial Regex Named();

    [GeneratedRegex("name: '(?<name>[A-Z][A-Za-z]+__[A-Za-z]+)'", RegexOptions.None, 1000)]
    private static partial Regex InTemplate();
}
