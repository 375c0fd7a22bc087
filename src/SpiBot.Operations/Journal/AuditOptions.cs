namespace SpiBot.Operations.Journal;

/// <summary>The section <c>Audit</c> of the configuration.</summary>
public sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>The name of the secret with the journal's key (32 bytes or more, base64), in the vault or as <c>Secrets:{name}:key</c>. Null: chained without a key.</summary>
    public string? KeySecret { get; set; }

    /// <summary>Names of earlier ones (in the vault also <c>NAME/VERSION</c>, an earlier version of a secret), so that what was written with them can still be verified.</summary>
    public IList<string> FormerKeySecrets { get; set; } = [];

    /// <summary>The ids of earlier keys that nobody has any more: what was written with them cannot be verified, and that is known.</summary>
    public IList<string> LostKeys { get; set; } = [];

    /// <summary>
    /// Up to this entry the journal had no key, where it began without one. With a key, any other entry without one is a forger's: the whole journal could be written anew
    /// by whoever can write the store. Default 0: there was a key from the first entry on.
    /// </summary>
    public long UnkeyedUntil { get; set; }

    /// <returns>What is wrong with these settings, a sentence each, the setting's name first.</returns>
    public IEnumerable<string> Problems()
    {
        foreach (var name in FormerKeySecrets.Append(KeySecret ?? "-").Where(name => name.Trim(' ', '/').Length == 0))
        {
            yield return $"Audit: \"{name}\" is not the name of a secret";
        }

        if (UnkeyedUntil < 0)
        {
            yield return $"Audit:UnkeyedUntil: {UnkeyedUntil} is not the position of an entry, or 0";
        }
    }
}
