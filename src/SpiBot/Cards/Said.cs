using System.Text.Json.Nodes;
using SpiBot.Channel.Activities;

namespace SpiBot.Cards;

/// <summary>
/// A card with the line that a notification shows. <see cref="Final"/> ends an exchange: whoever waits for an answer has it
/// (the mark is <c>channelData.spibot.final</c>).
/// </summary>
public sealed record Said(JsonObject Card, string Summary, bool Final)
{
    /// <summary>As much of the card as fits into one message; where none of it does, its summary as text.</summary>
    public OutboundActivity ToActivity() =>
        CardSize.Fitting(
            new OutboundActivity
            {
                Card = Card,
                Summary = CardElements.Shown(Summary),
                ChannelData = new JsonObject { ["spibot"] = new JsonObject { ["final"] = Final } },
            }
        );
}
