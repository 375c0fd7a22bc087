using System.Text.Json.Nodes;

namespace SpiBot.Cards;

/// <summary>SpiBot cannot write down what it would do, so it does nothing.</summary>
public static class StoreAwayCard
{
    public const string Short = "SpiBot's store does not answer: nothing was done";

    public static JsonObject Of() =>
        ProblemCard.Of(
            Short,
            "Without its journal SpiBot types nothing on any gateway. It goes on by itself as soon as the store answers: say or press it again then. "
                + "If it lasts, look at the disk or the database that Storage names; SpiBot's log says what came back."
        );
}
