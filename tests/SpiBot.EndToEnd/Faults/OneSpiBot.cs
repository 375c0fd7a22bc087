namespace SpiBot.EndToEnd.Faults;

/// <summary>A Lab whose one SpiBot, on SQLite, is killed by several tests one after the other.</summary>
public sealed class OneSpiBot : IAsyncLifetime
{
    internal FaultyLab Lab { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Lab = await FaultyLab.Start();
        Lab.Slow();
    }

    public async ValueTask DisposeAsync() => await Lab.DisposeAsync();
}
