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
}
