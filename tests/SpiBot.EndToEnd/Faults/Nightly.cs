using System.Globalization;

namespace SpiBot.EndToEnd.Faults;

/// <summary>How much of what takes long is done: a little in each run, much at night (<c>SPIBOT_KILLS=300</c>).</summary>
internal static class Nightly
{
    /// <param name="few">Without the variable.</param>
    public static int Kills(int few) =>
        Environment.GetEnvironmentVariable("SPIBOT_KILLS") is { Length: > 0 } kills
            ? int.Parse(kills, CultureInfo.InvariantCulture)
            : few;
}
