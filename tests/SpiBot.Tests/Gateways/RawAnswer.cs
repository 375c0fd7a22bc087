using System.Text;
using SpiBot.Gateways;
using SpiBot.Gateways.Platforms;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways;

/// <summary>An answer just as it came, and in how many parts.</summary>
internal sealed class RawAnswer : AnswerReader<string>
{
    private readonly StringBuilder text = new();

    /// <summary>In characters, the rest among them.</summary>
    public List<int> Parts { get; } = [];

    public static Query<string> To(string command) => new(command, () => new RawAnswer());

    public override void Take(ReadOnlyMemory<char> part)
    {
        text.Append(part);
        Parts.Add(part.Length);
    }

    public override Parsed<string> End(ReadOnlyMemory<char> rest)
    {
        Take(rest);
        return Parsed.Of(text.ToString());
    }
}
