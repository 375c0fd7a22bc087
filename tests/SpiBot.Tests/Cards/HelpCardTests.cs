using System.Text.Encodings.Web;
using System.Text.Json;
using SpiBot.Cards;
using SpiBot.Commands;

namespace SpiBot.Tests.Cards;

public sealed class HelpCardTests
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public void What_is_said_every_night_is_seen_at_once_and_the_rest_unfolds()
    {
        var body = HelpCard.Of()["body"]!.AsArray();
        var folded = Assert.Single(body, element => element!["isVisible"]?.GetValue<bool>() == false)!;
        var seen = string.Concat(body.Where(element => element != folded).Select(element => element!.ToJsonString()));

        Assert.Contains("check tunnel to peer X", seen);
        Assert.Contains("clear peer X", seen);
        Assert.DoesNotContain("data path X", seen);
        Assert.Contains("data path X", folded.ToJsonString());
        Assert.Contains(
            HelpCard.Of()["actions"]!.AsArray(),
            button => button!["targetElements"]?[0]?.GetValue<string>() == folded["id"]!.GetValue<string>()
        );
    }

    [Fact]
    public void Every_command_is_on_it_once()
    {
        var card = HelpCard.Of()["body"]!.ToJsonString(Readable);
        Assert.All(
            CommandForm.All.Select(form => form.Shown).OfType<string>(),
            shown => Assert.Equal(2, card.Split($"\"{shown}\"").Length)
        );
    }
}
