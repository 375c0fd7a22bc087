using System.Text.Json.Nodes;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>What is left of a message that was posted while another took its place.</summary>
public static class OvertakenCard
{
    public const string Title = "Said in another message";

    public static JsonObject Of() =>
        Card([Heading(Title), Paragraph("This message was late: another message of this thread says how it stands.")]);
}
