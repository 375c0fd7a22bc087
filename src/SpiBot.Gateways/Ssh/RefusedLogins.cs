using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace SpiBot.Gateways.Ssh;

/// <summary>A secret that was refused: at the login, or at <c>enable</c>. <see cref="Until"/>: the same one may be tried then; null: never.</summary>
internal sealed record RefusedLogin(GatewayFailureKind Kind, string CameBack, DateTimeOffset At, DateTimeOffset? Until);

/// <summary>
/// Which secrets servers have refused. None is shown to the same server twice, whoever asks and for whichever gateway behind it, or accounts would be locked; one with another
/// value, or stored as a new version, is another one. Remembered as keyed hashes, as long as this process runs.
/// </summary>
/// <param name="tryAgainAfter">When the same one may be tried again all the same; null: never.</param>
internal sealed class RefusedLogins(TimeSpan? tryAgainAfter, TimeProvider clock)
{
    /// <summary>Where the server never said no, the secret may be right.</summary>
    private static readonly TimeSpan Undecided = TimeSpan.FromMinutes(10);

    private readonly byte[] salt = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, RefusedLogin> refused = new(StringComparer.Ordinal);

    /// <param name="kind"><see cref="GatewayFailureKind.LoginRefused"/> or <see cref="GatewayFailureKind.EnableRefused"/>.</param>
    /// <param name="undecided">The server did not say no: the connection ended first.</param>
    public RefusedLogin Add(Hop hop, GatewayFailureKind kind, string cameBack, bool undecided = false)
    {
        var now = clock.GetUtcNow();
        var wait = undecided && !(tryAgainAfter < Undecided) ? Undecided : tryAgainAfter;
        return refused[Key(hop, kind)] = new(kind, cameBack, now, now + wait);
    }

    /// <summary>Null: this secret may be shown there.</summary>
    public RefusedLogin? Find(Hop hop) =>
        Find(hop, GatewayFailureKind.LoginRefused) ?? Find(hop, GatewayFailureKind.EnableRefused);

    private RefusedLogin? Find(Hop hop, GatewayFailureKind kind) =>
        refused.TryGetValue(Key(hop, kind), out var found) && !(clock.GetUtcNow() >= found.Until) ? found : null;

    /// <summary>The server, by the way to it (the same private address may be another's behind another jump host), and what is shown to it, which cannot be told from this.</summary>
    public string Key(Hop hop, GatewayFailureKind kind)
    {
        var (entry, secret) = (hop.Entry, hop.Secret);
        string?[] shown =
            kind == GatewayFailureKind.EnableRefused
                // `login` takes the password where there is no other.
                ? [secret.Version, secret.Enable ?? secret.Password]
                : [secret.Version, secret.Password, secret.PrivateKey, secret.Passphrase];
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, salt);
        foreach (var part in shown)
        {
            var bytes = Encoding.UTF8.GetBytes(part ?? "");
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
            CryptographicOperations.ZeroMemory(bytes);
        }

        var way = string.Concat(entry.Jumps.Select(jump => $"{jump.Address}:{jump.Port} "));
        return $"{kind} {way}{entry.User}@{entry.Address}:{entry.Port} {Convert.ToHexString(hash.GetHashAndReset())}";
    }
}
