using System.Net;
using SpiBot.Gateways.Changes;

namespace SpiBot.Operations.Watches;

/// <summary>What somebody did with a watch, as the journal keeps it. <see cref="Because"/>: why it ended; null while it lasts.</summary>
internal sealed record WatchAct(
    string Watch,
    string Gateway,
    IPAddress Peer,
    Person? By,
    DateTimeOffset Until,
    Venue Venue,
    string? Because = null
)
{
    public const string Set = "watch-set";
    public const string Prolonged = "watch-prolonged";
    public const string Ended = "watch-ended";
}
