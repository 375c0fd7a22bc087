using System.Reflection;

namespace SpiBot.Lab;

/// <summary>Where the Lab's scripts and npm packages lie: the project's own folder.</summary>
public static class LabFolder
{
    public static string Path { get; } =
        typeof(LabFolder)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => string.Equals(metadata.Key, "LabFolder", StringComparison.Ordinal))
            .Value!;
}
