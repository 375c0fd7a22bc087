using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace SpiBot.Gateways.Ssh;

/// <summary>
/// Which secrets jump hosts have refused. Many gateways lie behind one jump host: without this, each of them would show it the same wrong password
/// once, and lock the account. Remembered for ten minutes, as hashes.
/// </summary>
internal sealed class RefusedLogins(TimeProvider clock)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private readonly byte[] salt = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, DateTimeOffset> until = new(StringComparer.Ordinal);

    public void Add(Hop hop)
    {
        if (hop.JumpNumber is not null)
        {
            until[Key(hop)] = clock.GetUtcNow() + Remembered;
        }
    }

    public bool Holds(Hop hop) =>
        hop.JumpNumber is not null && until.TryGetValue(Key(hop), out var end) && clock.GetUtcNow() < end;

    private string Key(Hop hop)
    {
        var secret = Encoding.UTF8.GetBytes($"{hop.Secret.Password}\0{hop.Secret.PrivateKey}\0{hop.Secret.Passphrase}");
        return $"{hop.Entry.User}@{hop.Entry.Address}:{hop.Entry.Port} {Convert.ToHexString(HMACSHA256.HashData(salt, secret))}";
    }
}
