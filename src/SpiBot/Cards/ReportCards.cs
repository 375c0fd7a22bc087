using SpiBot.Commands;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Threads;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>From what an operation reports to the card that says it.</summary>
public static class ReportCards
{
    /// <param name="report">What is to be said.</param>
    /// <param name="whom">Whom it calls, where it calls anybody.</param>
    public static Said For(Report report, Mentioned? whom = null) =>
        report switch
        {
            CheckStarted r => new(Checking(r), $"Checking {Subject(r.Order)}", r.Final),
            TunnelSeenOnce r => new(TunnelCard.Of(r), TunnelCard.SummaryOf(r.Diagnosis), r.Final),
            TraceStarted r => new(TraceRows.Started(r), TraceRows.StartedTitle(r), r.Final),
            TunnelDiagnosed r => new(TunnelCard.Of(r), TunnelCard.SummaryOf(r.Diagnosis), r.Final),
            DropsRead r => new(
                BoxCards.Drops(r.Order, r.Latest, r.Rate, r.LooksAgain),
                BoxCards.DropsHeading(r.Latest.Gateway, r.Rate),
                r.Final
            ),
            InactiveRead r => new(
                BoxCards.Inactive(r.Order, r.Reading),
                $"Inactive SAs on {r.Reading.Gateway}",
                r.Final
            ),
            CheckFailed r => new(
                ProblemCard.Of(r.Failure, CheckCommand.Of(r.Order)),
                $"{r.Failure.Gateway} could not be read",
                r.Final
            ),
            NothingToPropose r => new(
                ProblemCard.Of($"Nothing proposed on {r.Order.Gateway}", r.Because),
                $"Nothing proposed: {r.Because}",
                r.Final
            ),
            RemediationChanged r => new(RemediationCard.Of(r.View), RemediationWords.Title(r.View), r.Final),
            RemediationRechecked r => new(RecheckedCard.Of(r.View), RecheckedCard.Title(r.View), r.Final),
            DutyChanged r => new(DutyCards.Of(r.View), DutyCards.Title(r.View), r.Final),
            WatchTold r => new(WatchCards.Of(r, whom ?? Mentioned.Nobody), WatchCards.Title(r.View, r.News), r.Final),
            DebugTold r => new(DebugCard.Of(r), DebugCard.Title(r), r.Final),
            ApproversAsked r => new(AskCard.Of(r, whom ?? Mentioned.Nobody), AskCard.Title(r), r.Final),
            AskingOver r => new(AskCard.Over(r.View), RemediationWords.Title(r.View), r.Final),
            GlassBroken r => new(
                GlassBrokenCard.Of(r.View, whom ?? Mentioned.Nobody),
                GlassBrokenCard.Title(r.View),
                r.Final
            ),
            _ => throw new ArgumentOutOfRangeException(
                nameof(report),
                report.GetType().Name,
                "a report without a card"
            ),
        };

    private static System.Text.Json.Nodes.JsonObject Checking(CheckStarted report) =>
        Card([
            Heading($"Checking {Subject(report.Order)} …"),
            Subtitle($"asking {string.Join(" and ", report.Gateways)} over SSH"),
        ]);

    private static string Subject(CheckOrder order) =>
        order.Kind switch
        {
            CheckKind.Drops or CheckKind.ProposeClearDrops => $"drops on {order.Gateway}",
            CheckKind.Inactive or CheckKind.ProposeClearInactive => $"inactive SAs on {order.Gateway}",
            _ => $"the tunnel {order.Gateway} ↔ {order.Peer}",
        };
}
