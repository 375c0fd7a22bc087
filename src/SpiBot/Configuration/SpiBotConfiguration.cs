using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms;

namespace SpiBot.Configuration;

/// <summary>All of the configuration, checked: what is wrong, a sentence each, and the inventory when it could be read.</summary>
public static class SpiBotConfiguration
{
    public static IReadOnlyCollection<string> Platforms { get; } =
    [.. KnownPlatforms.All.Select(platform => platform.Id)];

    public static (GatewayInventory? Inventory, IReadOnlyList<string> Problems) Read(
        IConfiguration configuration,
        IHostEnvironment environment
    )
    {
        var path = InventoryPath(configuration);
        // A desk without an inventory can still show what SpiBot says; in production a missing file is a mistake.
        var reading =
            environment.IsDevelopment() && IsDefault(configuration) && !File.Exists(path)
                ? new InventoryReading(new GatewayInventory([], []), [])
                : GatewayInventoryFile.ReadFile(path, Platforms);
        return (reading.Inventory, [.. reading.Problems, .. OtherProblems(configuration, environment)]);
    }

    /// <summary>What is wrong beside the inventory.</summary>
    public static IReadOnlyList<string> OtherProblems(IConfiguration configuration, IHostEnvironment environment) =>
        OptionsCheck.Problems(configuration, environment.IsDevelopment());

    public static string InventoryPath(IConfiguration configuration) =>
        Setting(configuration) ?? new SpiBotOptions().Inventory;

    private static bool IsDefault(IConfiguration configuration) => Setting(configuration) is null;

    private static string? Setting(IConfiguration configuration) =>
        configuration.GetSection(SpiBotOptions.Section)[nameof(SpiBotOptions.Inventory)];
}
