using CsCheck;
using SpiBot.Gateways.Pasted;
using static SpiBot.Tests.Cli.SavedText;

namespace SpiBot.Tests.Cli;

public sealed class SavedSessionTests
{
    private static readonly (string Command, string Text)[] Known =
    [
        ("show clock", "02:27:11.100 UTC Sun Mar 1 2026"),
        ("show asp drop", "Frame drop:\n  Invalid SPI (np-sp-invalid-spi)   7\n\nLast clearing: Never"),
        ("show crypto ikev2 sa", "\nThere are no IKEv2 SAs\n"),
        ("show crypto ipsec sa", "\nThere are no ipsec sas\n"),
        ("show crypto ipsec sa inactive", "Checking for inactive IPsec SAs...\nInactive IPsec SAs: 0"),
        ("show failover", "Failover Off"),
    ];

    [Fact]
    public void Whatever_the_order_and_the_prompts_every_answer_is_found() =>
        Gen.Select(Gen.Int[0, Known.Length - 1].Array[0, 8], Gen.Bool, Gen.OneOf("\n", "\r\n", "\r\r\n", "\n\r"))
            .Sample(
                (numbers, prompts, end) =>
                {
                    var text = string.Concat(
                        numbers.Select(n => $"{(prompts ? "fw1/act/pri# " : "")}{Known[n].Command}\n{Known[n].Text}\n")
                    );

                    var session = SavedSession.Of(text.Replace("\n", end, StringComparison.Ordinal));

                    Assert.Equal(numbers.Select(n => Known[n].Command), session.Answers.Select(a => a.Command.Command));
                    Assert.All(session.Answers, a => Assert.True(a.Read().Succeeded));
                    Assert.Equal(prompts && numbers.Length > 0 ? "fw1" : null, session.Hostname);
                    Assert.Equal(session.Answers, session.Looks.SelectMany(look => look));
                }
            );

    [Fact]
    public void No_text_is_too_odd() =>
        Gen.String[Gen.OneOf(Gen.Char, Gen.Char["#>!:showcrypt \r\n"]), 0, 200]
            .Sample(text => Assert.All(SavedSession.Of(text).Answers, a => Assert.NotNull(a.Read())));

    [Fact]
    public void Without_any_command_line_the_lines_tell_where_the_next_answer_begins()
    {
        var text = string.Concat(Known.Take(4).Select(k => k.Text + "\n\n"));

        Assert.Equal(
            Known.Take(4).Select(k => k.Command),
            SavedSession.Of(text).Answers.Select(a => a.Command.Command)
        );
    }

    [Fact]
    public void What_another_command_printed_is_left_out()
    {
        var session = SavedSession.Of(
            $"fw# show running-config\nFailover On\nfw# sh cry ips sa peer {Berlin} | begin interface\nThere are no ipsec sas\nfw# exit\n"
        );

        var answer = Assert.Single(session.Answers);
        Assert.Equal(("show crypto ipsec sa", $"peer {Berlin}"), (answer.Command.Command, answer.Arguments));
    }

    [Fact]
    public void A_command_that_comes_again_begins_another_look_but_not_for_another_peer()
    {
        const string None = "There are no ipsec sas\n";
        var session = SavedSession.Of(
            $"fw# show crypto ipsec sa peer {Berlin}\n{None}fw# show crypto ipsec sa peer {Hq}\n{None}fw# show crypto ipsec sa peer {Berlin}\n{None}"
        );

        Assert.Equal([2, 1], session.Looks.Select(look => look.Count));
    }
}
