using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms;

/// <summary>Reads one answer, which may come in parts. What is handed over is good only during the call: nothing of a long listing is kept but what was read from it.</summary>
public abstract class AnswerReader<T>
    where T : class
{
    /// <param name="part">Whole lines; more follow.</param>
    public abstract void Take(ReadOnlyMemory<char> part);

    /// <summary>Nothing more comes.</summary>
    /// <param name="rest">What follows the parts; where there were none, the whole answer.</param>
    public abstract Parsed<T> End(ReadOnlyMemory<char> rest);
}
