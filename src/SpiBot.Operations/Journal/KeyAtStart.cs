namespace SpiBot.Operations.Journal;

/// <summary>Whether the keys that are at hand are those of the journal. A new version of the key's secret would else be noticed by the first auditor.</summary>
internal static class KeyAtStart
{
    /// <param name="last">The journal's newest entry.</param>
    /// <param name="before">The MAC of the entry before it; empty for the first.</param>
    /// <param name="keys">Those of <paramref name="options"/>.</param>
    /// <param name="options">Their names.</param>
    /// <returns>Why the journal cannot be gone on with, and what to do; null when it can.</returns>
    public static string? Problem(ChainedEntry last, string before, AuditKeys keys, AuditOptions options)
    {
        if (last.Key.Length > 0 && !keys.Current.IsKeyed)
        {
            return $"the journal is chained with a key ({last.Key}) and none is configured: set Audit:KeySecret. If that key is lost, take a new one and say so: {Lost(last)}";
        }

        if (keys.Find(last.Key) is not { } key)
        {
            return options.LostKeys.Contains(last.Key, StringComparer.OrdinalIgnoreCase)
                ? null
                : $"the journal's newest entry ({last.Position}) is chained with key {last.Key}, and Audit:KeySecret ({options.KeySecret}) is key {keys.Current.Id} now: the trail could not be verified any more. If the secret has a new version in the vault, name the older one too: Audit:FormerKeySecrets:0={options.KeySecret}/VERSION (`az keyvault secret list-versions` lists them); if the key was another secret, name that there. If key {last.Key} is lost for good, say so: {Lost(last)}";
        }

        if (key.Fits(before, last))
        {
            return last.Key.Length == 0 && keys.Current.IsKeyed && last.Position > options.UnkeyedUntil
                ? $"the journal's newest entry ({last.Position}) is chained without a key, and Audit:KeySecret is configured. If this journal had no key so far, say so: Audit:UnkeyedUntil={last.Position}. If it had one, somebody who can write the store has written the journal anew: keep this store for whoever looks into it, and put back its last backup"
                : null;
        }

        return $"the journal's newest entry ({last.Position}, \"{last.Kind}\" of {last.Id}) does not fit {key}: it, or the end of the journal, is not what SpiBot wrote. `spibot audit verify` says more. Keep this store for whoever looks into it, and put back its last backup, or begin a new store";
    }

    private static string Lost(ChainedEntry last) => $"Audit:LostKeys:0={last.Key}";
}
