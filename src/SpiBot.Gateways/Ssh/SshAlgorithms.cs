using Renci.SshNet;

namespace SpiBot.Gateways.Ssh;

/// <summary>Which algorithms are offered. SSH.NET offers those of old boxes too; here a gateway has to opt in to them.</summary>
internal static class SshAlgorithms
{
    private static readonly string[] LegacyKeyExchanges =
    [
        "diffie-hellman-group1-sha1",
        "diffie-hellman-group14-sha1",
        "diffie-hellman-group-exchange-sha1",
    ];

    private static readonly string[] LegacyHmacs = ["hmac-sha1", "hmac-sha1-etm@openssh.com"];

    private static readonly string[] LegacyHostKeys = ["ssh-rsa", "ssh-rsa-cert-v01@openssh.com"];

    public static void RemoveLegacy(ConnectionInfo connection)
    {
        Remove(connection.KeyExchangeAlgorithms, LegacyKeyExchanges);
        Remove(
            connection.Encryptions,
            [.. connection.Encryptions.Keys.Where(name => name.EndsWith("-cbc", StringComparison.Ordinal))]
        );
        Remove(connection.HmacAlgorithms, LegacyHmacs);
        Remove(connection.HostKeyAlgorithms, LegacyHostKeys);
    }

    private static void Remove<T>(IOrderedDictionary<string, T> offered, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            offered.Remove(name);
        }
    }
}
