using System.Reflection;

namespace SpiBot.Tests;

/// <summary>Where this checkout lies, for tests that look at files that are not code.</summary>
internal static class Checkout
{
    public static string Root { get; } = Metadata("Checkout");

    public static string Bicep { get; } = Metadata("Bicep");

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Metadata(string key) =>
        typeof(Checkout).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;
}
