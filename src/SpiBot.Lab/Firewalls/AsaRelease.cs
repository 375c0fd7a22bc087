using System.Globalization;

namespace SpiBot.Lab.Firewalls;

/// <summary>The train of an ASA's software, as far as it shows in what is printed (facts 1.2, 1.3): 8.4, 9.1, 9.8, 9.12, 9.16 and 9.22 are told apart.</summary>
public sealed record AsaRelease(int Major, int Minor)
{
    /// <summary><c>SA State:</c>, TFC packets, ICMP errors and the time of the path's MTU.</summary>
    public bool TellsMoreOfSas => IsFrom(9, 0);

    /// <summary>The IKEv2 table has room for IPv6 addresses.</summary>
    public bool HasWideIkev2Table => IsFrom(9, 1);

    /// <summary>A session names how many tunnels use an algorithm, and blank lines part sessions.</summary>
    public bool CountsAlgorithms => IsFrom(9, 0);

    /// <summary>Who logged in, and when before, is said at login.</summary>
    public bool TellsOfLogins => IsFrom(9, 0);

    /// <summary>Runs on Firepower's operating system, and names it.</summary>
    public bool NamesFirepower => IsFrom(9, 8);

    /// <summary><c>Protected vrf (ivrf)</c> and packets that were not offloaded.</summary>
    public bool HasInnerVrf => IsFrom(9, 20);

    /// <param name="version"><c>9.16(4)</c>; of Firepower Threat Defense <c>7.2.5</c>, which holds an ASA of 9.18.</param>
    public static AsaRelease Of(string version)
    {
        const int firepower = 7;
        const int insideFirepower70 = 16;
        var parts = version.Split('.', '(');
        var (major, minor) = (
            int.Parse(parts[0], CultureInfo.InvariantCulture),
            int.Parse(parts[1], CultureInfo.InvariantCulture)
        );
        return major == firepower && !version.Contains('(') ? new(9, insideFirepower70 + minor) : new(major, minor);
    }

    private bool IsFrom(int major, int minor) => Major > major || (Major == major && Minor >= minor);
}
