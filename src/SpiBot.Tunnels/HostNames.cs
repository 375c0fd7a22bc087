using System.Net;

namespace SpiBot.Tunnels;

/// <summary>What a box prints in place of addresses (<c>names</c> of an ASA). An address may have several names; a name has one address.</summary>
public sealed record HostNames(IReadOnlyList<HostName> All)
{
    public IReadOnlyList<string> Of(IPAddress address) =>
        [.. All.Where(name => name.Address.Equals(address)).Select(name => name.Name)];
}

/// <summary>One line of <c>names</c>.</summary>
public sealed record HostName(string Name, IPAddress Address);
