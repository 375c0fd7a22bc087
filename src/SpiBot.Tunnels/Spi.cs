using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpiBot.Tunnels;

/// <summary>
/// A Security Parameter Index of ESP: 32 bits, chosen by the receiver of an SA (RFC 4303 section 2.1). 0 never goes over
/// the wire and 1-255 are reserved by IANA, so none of them exists here. Devices print it with or without 0x, in either
/// case, with or without leading zeros: equality is of the number.
/// </summary>
[JsonConverter(typeof(SpiJsonConverter))]
public sealed record Spi : IComparable<Spi>
{
    public const uint Least = 256;

    private Spi(uint value) => Value = value;

    public uint Value { get; }

    /// <exception cref="ArgumentOutOfRangeException">The value is reserved (below 256).</exception>
    public static Spi From(uint value) =>
        TryFrom(value) ?? throw new ArgumentOutOfRangeException(nameof(value), value, "SPIs 0-255 are reserved");

    /// <returns>Null when the value is reserved: devices print 0 for "none".</returns>
    public static Spi? TryFrom(uint value) => value < Least ? null : new Spi(value);

    /// <summary>Reads 1-8 hex digits, with or without 0x, in either case; nothing else (an IKE SPI has 16).</summary>
    public static Spi? TryParseHex(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            text = text[2..];
        }

        return text.Length is >= 1 and <= 8 && uint.TryParse(text, NumberStyles.AllowHexSpecifier, null, out var value)
            ? TryFrom(value)
            : null;
    }

    public static Parsed<Spi> Parse(string hex) =>
        TryParseHex(hex) is { } spi
            ? Parsed.Of(spi)
            : Parsed.Fail<Spi>("SPI", 1, "1 to 8 hex digits, 0x100 or more", hex);

    /// <summary>The same four bytes the other way round: some ASA debug lines print SPIs so.</summary>
    public Spi? ByteSwapped => TryFrom(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(Value));

    /// <summary>Eight lower-case digits without 0x, for cards: <c>8a41c77e</c>.</summary>
    public string Digits => Value.ToString("x8");

    public int CompareTo(Spi? other) => other is null ? 1 : Value.CompareTo(other.Value);

    public static bool operator <(Spi left, Spi right) => left.CompareTo(right) < 0;

    public static bool operator >(Spi left, Spi right) => left.CompareTo(right) > 0;

    public static bool operator <=(Spi left, Spi right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Spi left, Spi right) => left.CompareTo(right) >= 0;

    /// <summary><c>0x8a41c77e</c>.</summary>
    public override string ToString() => "0x" + Digits;

    private sealed class SpiJsonConverter : JsonConverter<Spi>
    {
        public override Spi Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TryParseHex(reader.GetString()) ?? throw new JsonException("not an SPI");

        public override void Write(Utf8JsonWriter writer, Spi value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
