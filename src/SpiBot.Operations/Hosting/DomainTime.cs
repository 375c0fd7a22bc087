namespace SpiBot.Operations.Hosting;

/// <summary>
/// The clock of checks and remediations is a keyed <see cref="TimeProvider"/>: a test that advances it must not reach Orleans, which keeps the real one.
/// </summary>
public static class DomainTime
{
    public const string Key = "domain";
}
