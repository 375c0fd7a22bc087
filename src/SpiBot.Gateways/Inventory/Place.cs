using System.Text.Json;

namespace SpiBot.Gateways.Inventory;

/// <summary>A value in the file and where it stands, so that a problem can name its place.</summary>
internal sealed class Place(string path, JsonElement value, List<string> problems)
{
    /// <summary>A text as it stands there, unchecked; null when there is none.</summary>
    public string? Peek(string name) =>
        value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    public bool Has(string name) => value.TryGetProperty(name, out _);

    public bool IsEmptyList(string name) =>
        value.TryGetProperty(name, out var member)
        && member.ValueKind == JsonValueKind.Array
        && member.GetArrayLength() == 0;

    public bool IsAnObject => value.ValueKind == JsonValueKind.Object;

    /// <summary>Notes the problem when it is not.</summary>
    public bool IsObject(string what)
    {
        if (IsAnObject)
        {
            return true;
        }

        problems.Add(
            path.Length == 0 ? $"{what} is not a JSON object" : $"{path}: {what} is a JSON object, not {Kind(value)}"
        );
        return false;
    }

    public void Problem(string name, string what) => problems.Add($"{Below(name)}: {what}");

    /// <summary>Unknown names are typos, and a typo in a setting must not pass for its default.</summary>
    public void AllowOnly(params IReadOnlyList<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (!names.Contains(property.Name))
            {
                Problem(property.Name, $"is unknown (known: {string.Join(", ", names)})");
            }
            else if (!seen.Add(property.Name))
            {
                Problem(property.Name, "is there twice");
            }
        }
    }

    /// <summary>A required text.</summary>
    public string Text(string name, Func<string, bool> holds, string otherwise)
    {
        if (!value.TryGetProperty(name, out var member))
        {
            Problem(name, "is missing");
            return "";
        }

        return new Place(Below(name), member, problems).AsText() is { } text && text.Check(holds(text.Text), otherwise)
            ? text.Text
            : "";
    }

    public PlacedText? AsText()
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return new(path, value.GetString()!, problems);
        }

        problems.Add($"{path}: is {Kind(value)}, not a text");
        return null;
    }

    public int Number(string name, int otherwise, int least, int most, string what)
    {
        if (!value.TryGetProperty(name, out var member))
        {
            return otherwise;
        }

        if (
            member.ValueKind == JsonValueKind.Number
            && member.TryGetInt32(out var number)
            && number >= least
            && number <= most
        )
        {
            return number;
        }

        Problem(name, $"{member.GetRawText()} is not {what} ({least}-{most})");
        return otherwise;
    }

    /// <summary>True or false; false when it is not there.</summary>
    public bool Flag(string name)
    {
        if (!value.TryGetProperty(name, out var member))
        {
            return false;
        }

        if (member.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Problem(name, $"is {Kind(member)}, not true or false");
        }

        return member.ValueKind == JsonValueKind.True;
    }

    /// <summary>The items of a list that may be left out.</summary>
    public IReadOnlyList<Place> Items(string name)
    {
        if (!value.TryGetProperty(name, out var member))
        {
            return [];
        }

        if (member.ValueKind != JsonValueKind.Array)
        {
            Problem(name, $"is {Kind(member)}, not a list");
            return [];
        }

        return [.. member.EnumerateArray().Select((item, i) => new Place($"{Below(name)}[{i}]", item, problems))];
    }

    public IReadOnlyList<PlacedText> Strings(string name, bool required)
    {
        if (required && !Has(name))
        {
            Problem(name, "is missing");
        }

        return [.. Items(name).Select(item => item.AsText()).OfType<PlacedText>()];
    }

    /// <summary>The members of an object whose names are chosen by the person: checked, and unique whatever their case.</summary>
    public IEnumerable<(string Name, Place Place)> Members(string name, Func<string, bool> isName, string otherwise)
    {
        if (!value.TryGetProperty(name, out var member))
        {
            yield break;
        }

        if (member.ValueKind != JsonValueKind.Object)
        {
            Problem(name, $"is {Kind(member)}, not a JSON object");
            yield break;
        }

        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in member.EnumerateObject())
        {
            var where = $"{Below(name)}.{property.Name}";
            if (!isName(property.Name))
            {
                problems.Add($"{Below(name)}: \"{property.Name}\" {otherwise}");
            }
            else if (!seen.TryAdd(property.Name, property.Name))
            {
                var other = seen[property.Name];
                problems.Add(
                    other == property.Name
                        ? $"{where}: is there twice"
                        : $"{where}: differs from {other} only in upper and lower case"
                );
            }
            else
            {
                yield return (property.Name, new Place(where, property.Value, problems));
            }
        }
    }

    private string Below(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Kind(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => "a JSON object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => "a text",
            JsonValueKind.Number => "a number",
            JsonValueKind.Null => "null",
            _ => "true or false",
        };
}

/// <summary>A text and where it stands.</summary>
internal sealed record PlacedText(string Path, string Text, List<string> Problems)
{
    /// <summary>Notes the problem when it does not hold, and says whether it does.</summary>
    public bool Check(bool holds, string otherwise)
    {
        if (!holds)
        {
            Problems.Add($"{Path}: \"{Text}\" {otherwise}");
        }

        return holds;
    }
}
