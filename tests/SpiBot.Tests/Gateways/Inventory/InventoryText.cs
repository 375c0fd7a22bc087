namespace SpiBot.Tests.Gateways.Inventory;

/// <summary>An inventory as somebody writes it, to be altered in one place.</summary>
internal static class InventoryText
{
    public const string Fingerprint = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU";

    public const string Good = $$$"""
        {
          // Comments are welcome.
          "gateways": {
            "hq-fw1": {
              "address": "192.0.2.10", "port": 2222, "platform": "cisco_asa", "user": "spibot", "secret": "hq-fw1",
              "hostKeys": ["{{{Fingerprint}}}"], "vpnAddresses": ["198.51.100.1", "2001:db8::1"],
              "peers": { "berlin": "203.0.113.9", "acme": "192.0.2.77" }
            },
            "berlin-fw1": {
              "address": "berlin-fw1.example.com", "platform": "cisco_asa", "user": "spibot", "secret": "berlin-fw1",
              "hostKeys": ["{{{Fingerprint}}}="]
            },
          },
          "leads": ["5d8e3a39-6f1a-4a0f-9b7a-0f3f0b9a2c11"]
        }
        """;

    public static readonly string[] Platforms = ["cisco_asa"];

    public static string ReplaceFirst(string text, string old, string by)
    {
        var at = text.IndexOf(old, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{old} is not in the text");
        return text[..at] + by + text[(at + old.Length)..];
    }
}
