using SpiBot.Gateways.Platforms;

namespace SpiBot.Operations.Conversations;

/// <summary>The platform with this id (<c>cisco_asa</c>); null when SpiBot knows none.</summary>
public delegate IPlatform? FindPlatform(string id);
