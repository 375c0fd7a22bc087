using System.Text.Json.Nodes;
using SpiBot.Channel.Activities;

namespace SpiBot.Cards;

/// <summary>
/// A card with the line that a notification shows. <see cref="Final"/> ends an exchange: whoever waits for an answer has it
/// (the mark is <c>channelData.spibot.final</c>).
/// </summary>
public sealed record Said(JsonObject Card, string Summary, bool Final)
{
    public OutboundActivity ToActivity() =>
        new()
        {
            Card = Card,
            Summary = CardElements.Shown(Summary),
            ChannelData = new JsonObject { ["spibot"] = new JsonObject { ["final"] = Final } },
        };
}
