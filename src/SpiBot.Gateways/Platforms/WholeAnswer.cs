using System.Text;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms;

/// <summary>Reads an answer once all of it has come.</summary>
internal sealed class WholeAnswer<T>(Func<AnswerText, Parsed<T>> read) : AnswerReader<T>
    where T : class
{
    private StringBuilder? parts;

    public override void Take(ReadOnlyMemory<char> part) => (parts ??= new()).Append(part);

    public override Parsed<T> End(ReadOnlyMemory<char> rest) =>
        read(parts is null ? AnswerText.In(rest) : AnswerText.Of(parts.Append(rest).ToString()));
}
