using SpiBot.Channel;
using SpiBot.Gateways.Inventory;

namespace SpiBot.Configuration;

/// <summary>All of the configuration, checked: what is wrong, a sentence each, and the inventory when it could be read.</summary>
public static class SpiBotConfiguration
{
    public static async Task<(GatewayInventory? Inventory, IReadOnlyList<string> Problems)> Read(
        IConfiguration configuration,
        IHostEnvironment environment,
        CancellationToken ct
    )
    {
        var development = environment.IsDevelopment();
        var channel = configuration.GetSection("Bot").Get<ChannelOptions>() ?? new ChannelOptions();
        var path = configuration.GetSection(SpiBotOptions.Section)[nameof(SpiBotOptions.Inventory)] ?? new SpiBotOptions().Inventory;
        var (inventory, wrong) = await InventoryAt(path, ct);
        return (inventory, [.. OptionsCheck.Problems(configuration, development), .. ChannelOptionsCheck.Problems(channel, development), .. wrong]);
    }
}
