using System.Text.Json;

namespace SpiBot.Lab.Channel;

/// <summary>
/// One thing SpiBot said, in order. <see cref="Method"/> is how: <c>POST</c> a new message, <c>PUT</c> a changed one, <c>DELETE</c>,
/// or <c>invoke</c>, the answer to a pressed button (then <see cref="Activity"/> is the answer's <c>statusCode</c>, <c>type</c> and <c>value</c>).
/// <see cref="Text"/> is the card or message as plain text.
/// </summary>
public sealed record TranscriptEntry(string Method, JsonElement Activity, string Text)
{
    /// <summary>SpiBot's mark on the report that ends an exchange.</summary>
    public bool IsFinal =>
        Method is "POST" or "PUT"
        && Activity.Member("channelData")?.Member("spibot")?.Member("final") is { ValueKind: JsonValueKind.True };
}
