namespace SpiBot.Lab.Firewalls;

/// <summary>The ports of a selector; where there is none, any.</summary>
public sealed record PortRange(ushort First, ushort Last)
{
    public PortRange(ushort only)
        : this(only, only) { }
}
