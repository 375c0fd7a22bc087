using System.Net;
using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Scenarios;

/// <summary>
/// The boxes of the Lab. Those with a console are in the inventory; the foreign ones are real only as the other end of a tunnel.
/// They outlive a change of scenario.
/// </summary>
public sealed class Boxes
{
    public Firewall Hq { get; } =
        new("hq-fw1", IPAddress.Parse("198.51.100.1"))
        {
            AddressV6 = IPAddress.Parse("2001:db8:51:100::1"),
            SerialNumber = "JAD2403L0H1",
            Unit = FailoverUnit.Primary,
        };

    public Firewall Berlin { get; } =
        new("berlin-fw1", IPAddress.Parse("203.0.113.9"))
        {
            AddressV6 = IPAddress.Parse("2001:db8:113::9"),
            SerialNumber = "JAD2519L0B7",
            Model = "ASA5516",
        };

    public Firewall Acme { get; } = new("acme", IPAddress.Parse("192.0.2.77"));

    public Firewall Globex { get; } = new("globex", IPAddress.Parse("192.0.2.141"));

    public Firewall Initech { get; } = new("initech", IPAddress.Parse("192.0.2.210"));

    /// <summary>A router: IOS-XE.</summary>
    public Firewall Munich { get; } =
        new("munich-rtr1", IPAddress.Parse("203.0.113.140"))
        {
            SerialNumber = "FDO2521M0AB",
            Version = "17.9.4a",
            Model = "C8300-1N1S-4T2X",
        };

    /// <summary>Firepower Threat Defense: an ASA's data plane in another shell.</summary>
    public Firewall Vienna { get; } =
        new("vienna-ftd1", IPAddress.Parse("203.0.113.201"))
        {
            SerialNumber = "JMX2617L0V1",
            Version = "7.2.5",
            Model = "Firepower 1120",
        };

    /// <summary>Known to both of ours, so that "which gateway?" has to be asked.</summary>
    public Firewall Cloud { get; } = new("cloud", IPAddress.Parse("192.0.2.200"));

    /// <summary>Others that HQ has a tunnel with, and that have nothing to do with anything.</summary>
    public IReadOnlyList<Firewall> Branches => branches;

    private readonly List<Firewall> branches = [];

    public Boxes(int branches)
    {
        for (var i = 0; i < branches; i++)
        {
            this.branches.Add(
                new Firewall($"branch-{i + 1}", new IPAddress([198, 19, (byte)(i / 250), (byte)(1 + (i % 250))]))
            );
        }
    }
}
