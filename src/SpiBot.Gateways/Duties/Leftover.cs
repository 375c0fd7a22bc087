using System.Net;

namespace SpiBot.Gateways.Duties;

/// <summary>Something of SpiBot's that stands on a gateway for a while, outlives the session that set it, and has to go again: a closed set.</summary>
public abstract record Leftover
{
    private Leftover() { }

    /// <summary>The name by which it is stored.</summary>
    public abstract string Kind { get; }

    /// <summary>For people: <c>the capture spibot-1f</c>.</summary>
    public abstract string Words { get; }

    /// <summary>A capture: it holds a shared buffer, and everybody on the box sees it. <see cref="Name"/> is ours alone.</summary>
    public sealed record Capture(string Name) : Leftover
    {
        /// <summary>Of the name of every capture of SpiBot's, and of nobody else's.</summary>
        public const string Prefix = "spibot-";

        /// <summary>One that stands nowhere yet.</summary>
        public static Capture New() => new(Prefix + Guid.NewGuid().ToString("n")[..8]);

        public override string Kind => "capture";

        public override string Words => $"the capture {Name}";
    }

    /// <summary>Debug of one peer: its condition is the whole box's, its lines are the session's.</summary>
    public sealed record Debug(IPAddress Peer) : Leftover
    {
        public override string Kind => "debug";

        public override string Words => $"the debug of {Peer} and its condition";
    }
}
