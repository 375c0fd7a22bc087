using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SpiBot.Operations.Journal;

/// <summary>
/// What chains the journal: each entry's MAC is over the MAC of the entry before it and all that the entry says. With a key it is an HMAC-SHA256 and
/// nobody without the key can rewrite the journal unseen; without one it is a plain SHA-256, which shows accidents only. Never printed.
/// </summary>
public sealed class ChainKey
{
    /// <summary>Bytes; fewer would be guessed sooner than the hash.</summary>
    public const int LeastLength = 32;

    private static readonly byte[] Label = "spibot journal key"u8.ToArray();

    private readonly byte[]? key;

    private ChainKey(byte[]? key)
    {
        this.key = key;
        Id = key is null ? "" : Convert.ToHexStringLower(HMACSHA256.HashData(key, Label))[..16];
    }

    /// <summary>No key: a plain SHA-256.</summary>
    public static ChainKey None { get; } = new(null);

    /// <summary>Names the key without telling it; empty for <see cref="None"/>.</summary>
    public string Id { get; }

    public bool IsKeyed => key is not null;

    /// <exception cref="ArgumentException">Shorter than <see cref="LeastLength"/>.</exception>
    public static ChainKey From(ReadOnlySpan<byte> key) =>
        key.Length >= LeastLength
            ? new(key.ToArray())
            : throw new ArgumentException(
                $"a key of {key.Length} bytes, {LeastLength} or more are wanted",
                nameof(key)
            );

    /// <summary>Whether the entry's MAC is the one that this key gives it behind <paramref name="previous"/>.</summary>
    public bool Fits(string previous, ChainedEntry entry) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(Mac(previous, entry)),
            Encoding.UTF8.GetBytes(entry.Mac)
        );

    /// <param name="previous">The MAC of the entry before it; empty for the first.</param>
    /// <param name="entry">Its own MAC is not looked at.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public string Mac(string previous, ChainedEntry entry)
    {
        using var bytes = new MemoryStream();
        Span<byte> length = stackalloc byte[4];
        // Each part goes with its length before it (4 bytes, big endian), so that no two entries give the same bytes.
        foreach (
            var part in new[]
            {
                "spibot-journal-1",
                previous,
                $"{entry.Position}",
                entry.Id,
                $"{entry.Sequence}",
                entry.At,
                entry.Kind,
                $"{entry.Schema}",
                entry.Ends ? "1" : "0",
                entry.Json,
                Id,
            }
        )
        {
            var text = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, text.Length);
            bytes.Write(length);
            bytes.Write(text);
        }

        var all = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        return Convert.ToHexStringLower(key is null ? SHA256.HashData(all) : HMACSHA256.HashData(key, all));
    }

    public override string ToString() => IsKeyed ? $"key {Id}" : "no key";
}
