namespace SpiBot.Operations.Journal;

/// <summary>The section <c>Audit</c> of the configuration.</summary>
public sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>The name of the secret with the journal's key (32 bytes or more, base64), in the vault or as <c>Secrets:{name}:key</c>. Null: chained without a key.</summary>
    public string? KeySecret { get; set; }

    /// <summary>Names of earlier ones, so that what was written with them can still be verified.</summary>
    public IList<string> FormerKeySecrets { get; set; } = [];
}
