using Orleans.Runtime;

namespace SpiBot.Operations.Hosting;

/// <summary>A call between grains goes wrong while the replica that had the other one dies. Some seconds later that is known to be gone, and the same call reaches another.</summary>
public static class BrokenCall
{
    public static readonly TimeSpan MendedAfter = TimeSpan.FromSeconds(3);

    public static bool Is(Exception exception) => exception is OrleansException or TimeoutException;
}
