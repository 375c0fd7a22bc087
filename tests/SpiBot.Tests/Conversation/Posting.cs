using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SpiBot.Channel.Connector;
using SpiBot.Conversation;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Threads;
using SpiBot.Tests.Operations;

namespace SpiBot.Tests.Conversation;

/// <summary>A host whose reports become messages in a channel.</summary>
internal static class Posting
{
    public static readonly ThreadAddress There = ThreadAddresses.From(
        new Destination("https://service", Shortcuts.Venue.Conversation, "28:bot", Shortcuts.Venue.Tenant, null)
    );

    public static Action<IServiceCollection> To(IConnector connector) =>
        services =>
            services.AddSingleton<IReportToThread>(built => new ThreadReporter(
                connector,
                built.GetRequiredService<IThreadMemory>(),
                new Mentions(
                    new GroupMembers(new FakeDirectory(), TimeProvider.System),
                    new Rosters(connector, TimeProvider.System)
                ),
                NullLogger<ThreadReporter>.Instance
            ));

    /// <summary>Of the tunnel between hq and Berlin.</summary>
    public static CheckOrder Order(CheckKind kind) =>
        new(kind, "hq-fw1", FakeNetwork.BerlinAddress, There, OperationsHost.OnCall, Shortcuts.Venue);

    public static Task Check(OperationsHost host, string id, CheckKind kind) =>
        host.Grains.GetGrain<ICheckGrain>(id).Start(Order(kind), TestContext.Current.CancellationToken);

    /// <returns>The id of the message that is posted with such a card.</returns>
    public static async Task<string> Arrived(FakeConnector connector, Func<string, bool> card)
    {
        await Eventually.Holds(() => connector.Sent.Any(card));
        return $"message-{connector.Sent.TakeWhile(sent => !card(sent)).Count() + 1}";
    }
}
