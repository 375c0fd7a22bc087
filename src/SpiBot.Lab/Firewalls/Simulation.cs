namespace SpiBot.Lab.Firewalls;

/// <summary>The one door to the world: whoever comes in finds it caught up with the clock, and is alone in it.</summary>
public sealed class Simulation(TimeProvider clock)
{
    private readonly Lock gate = new();
    private World world = new(clock.GetUtcNow(), 0);

    public TimeProvider Clock { get; } = clock;

    public T Look<T>(Func<World, T> look)
    {
        lock (gate)
        {
            world.AdvanceTo(Clock.GetUtcNow());
            return look(world);
        }
    }

    /// <summary>Another world takes the place of this one; whoever looks next sees it.</summary>
    public void Replace(World other)
    {
        lock (gate)
        {
            world = other;
        }
    }
}
