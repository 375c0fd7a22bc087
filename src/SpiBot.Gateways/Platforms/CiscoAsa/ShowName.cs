using System.Net;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// <c>show name</c>: the names that stand for addresses where <c>names</c> is on. A list of thousands is possible, so the box filters it to one address. Nothing printed:
/// there is none.
/// </summary>
public static class ShowName
{
    public const string Command = "show name";

    /// <exception cref="ArgumentException">Not the address of one peer.</exception>
    public static Query<HostNames> Of(IPAddress address) =>
        new(
            $"{Command} | include {AsaAddress.Of(address)}",
            answer =>
            {
                var read = Read(answer);
                // To the filter a dot is any character, and what it looks for may be part of another address.
                return read.Succeeded
                    ? Parsed.Of(new HostNames([.. read.Value.All.Where(name => name.Address.Equals(address))]))
                    : read;
            }
        );

    public static Parsed<HostNames> Read(string answer) => Read(AnswerText.Of(answer));

    internal static Parsed<HostNames> Read(AnswerText text) =>
        AsaAnswer.Read(
            text,
            Command,
            t =>
            {
                var names = new List<HostName>();
                foreach (var line in t.Lines)
                {
                    if (NameIn(line) is { } name)
                    {
                        names.Add(name);
                    }
                    else if (!line.Is("names"))
                    {
                        return t.Fail<HostNames>(Command, line, "name ADDRESS NAME");
                    }
                }

                return Parsed.Of(new HostNames(names));
            }
        );

    internal static bool IsSignature(AnswerLine line) => NameIn(line) is not null;

    private static HostName? NameIn(AnswerLine line) =>
        line.Text.Split(' ') is ["name", var address, var name, ..] && IPAddress.TryParse(address, out var parsed)
            ? new HostName(name, parsed)
            : null;
}
