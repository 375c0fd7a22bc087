using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace SpiBot.Gateways.Inventory;

/// <summary>An inventory, or what is wrong with its text: exactly one of them.</summary>
/// <param name="Problems">One sentence each, beginning with the place: <c>gateways.hq-fw1.port: 70000 is not a port (1-65535)</c>.</param>
public sealed record InventoryReading(GatewayInventory? Inventory, IReadOnlyList<string> Problems)
{
    [MemberNotNullWhen(true, nameof(Inventory))]
    public bool Succeeded => Inventory is not null;
}

/// <summary>
/// Reads <c>spibot.json</c>:
/// <c>{"gateways":{"hq-fw1":{"address","port","platform","user","secret","hostKeys":[…],"vpnAddresses":[…],"peers":{name:address}}},"leads":[…],"roles":{…}}</c>
/// (<see cref="RoleReader"/>).
/// A peer may also be <c>{"address","platform"}</c>.
/// A gateway may also have <c>"legacyAlgorithms": true</c>, <c>"privateKeySecret"</c>, <c>"context"</c> and <c>"jumps": [{"address","port","user","secret","hostKeys"}]</c>.
/// <c>{}</c> is an inventory with nothing in it. Comments and trailing commas are allowed, unknown properties are not. Never throws for what a file holds.
/// </summary>
public static class GatewayInventoryFile
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <param name="platforms">The ids a gateway's <c>platform</c> may be.</param>
    public static InventoryReading ReadFile(string path, IReadOnlyCollection<string> platforms)
    {
        try
        {
            return Read(File.ReadAllText(path), platforms);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(null, [$"{path}: {WhyNot(e, path)}"]);
        }
    }

    /// <param name="platforms">The ids a gateway's <c>platform</c> may be.</param>
    public static InventoryReading Read(string json, IReadOnlyCollection<string> platforms)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            var problems = new List<string>();
            var inventory = new InventoryReader(platforms, problems).Read(document.RootElement);
            return problems.Count == 0 ? new(inventory, []) : new(null, problems);
        }
        catch (JsonException e)
        {
            return new(null, [$"line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: not JSON: {Reason(e)}"]);
        }
    }

    private static string WhyNot(Exception e, string path) =>
        e switch
        {
            FileNotFoundException or DirectoryNotFoundException => "there is no such file",
            UnauthorizedAccessException when Directory.Exists(path) => "is a directory",
            UnauthorizedAccessException => "this user may not read it",
            _ => e.Message,
        };

    /// <summary>Without the position, which stands before it already, counted from one.</summary>
    private static string Reason(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? e.Message : e.Message[..end];
    }
}
