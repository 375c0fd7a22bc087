using System.Text.Json;

namespace SpiBot.Gateways.Credentials;

/// <summary>A secret as it is stored: <c>{"password":…,"enable":…}</c>, or with a key <c>{"privateKey":…,"passphrase":…,"enable":…}</c>; or a private key in PEM and nothing else.</summary>
internal static class SecretText
{
    public const string Form =
        "{\"password\":\"…\",\"enable\":\"…\"} or {\"privateKey\":\"-----BEGIN …\",\"passphrase\":\"…\",\"enable\":\"…\"}";

    /// <summary>Null when the text is neither. No text of the parser is passed on: it quotes what it read.</summary>
    public static GatewaySecret? Read(string name, string value, string? version = null)
    {
        if (value.TrimStart().StartsWith("-----BEGIN ", StringComparison.Ordinal))
        {
            return new(name, password: null, enable: null) { PrivateKey = value, Version = version };
        }

        try
        {
            using var document = JsonDocument.Parse(value);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var (password, key) = (Text("password"), Text("privateKey"));
            return password is null && key is null
                ? null
                : new(name, password, Text("enable"))
                {
                    PrivateKey = key,
                    Passphrase = Text("passphrase"),
                    Version = version,
                };

            string? Text(string property) =>
                document.RootElement.TryGetProperty(property, out var found) && found.ValueKind == JsonValueKind.String
                    ? found.GetString()
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
