using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Gateways.Platforms.CiscoFtd;
using SpiBot.Gateways.Platforms.CiscoIos;
using SpiBot.Gateways.Platforms.StrongSwan;

namespace SpiBot.Gateways.Platforms;

/// <summary>The platforms that SpiBot knows. A new one is a folder beside this file and a line here.</summary>
public static class KnownPlatforms
{
    public static IReadOnlyList<IPlatform> All { get; } =
    [new CiscoAsaPlatform(), new CiscoFtdPlatform(), new CiscoIosPlatform(), new StrongSwanPlatform()];

    /// <summary>The platform with this id, as the inventory names it.</summary>
    public static IPlatform? Find(string id) =>
        All.FirstOrDefault(platform => string.Equals(platform.Id, id, StringComparison.OrdinalIgnoreCase));
}
