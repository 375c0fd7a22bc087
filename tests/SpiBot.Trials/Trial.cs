namespace SpiBot.Trials;

/// <summary>One scenario of the Lab, from before its onset to after its remedy, and what a diagnosis must say of it.</summary>
/// <param name="Scenario">As the Lab names it.</param>
/// <param name="Ago">How long before the scenario's start its fault sets in.</param>
/// <param name="Moments">In the order of time.</param>
public sealed record Trial(string Scenario, TimeSpan Ago, IReadOnlyList<Moment> Moments)
{
    public override string ToString() => Scenario;
}

/// <summary>Two looks, some time after the onset (negative: before it).</summary>
/// <param name="Name">For people: "minutes later".</param>
/// <param name="After">When the first look is taken, from the onset.</param>
/// <param name="Expected">What must be seen from each place that somebody may look from.</param>
public sealed record Moment(string Name, TimeSpan After, IReadOnlyList<Expectation> Expected)
{
    /// <summary>What somebody types just before: a gateway, and a line.</summary>
    public (string Gateway, string Line)? Typed { get; init; }

    /// <summary>False before the onset, and after it was mended.</summary>
    public bool ShowsTheFault { get; init; } = true;

    /// <summary>How much later than <see cref="Typed"/> the first look is taken.</summary>
    public static TimeSpan AfterTyping { get; } = TimeSpan.FromSeconds(75);
}

/// <summary>What a diagnosis must say from one place.</summary>
/// <param name="From">From where.</param>
/// <param name="Causes">The cause that must stand first; or any of these, where the evidence of two looks cannot tell them apart.</param>
/// <param name="Clears">Gateways on which a clear may be offered, for there it can help.</param>
/// <param name="Named">Addresses beside those of both ends that may be named, for they are really the senders.</param>
public sealed record Expectation(
    Sight From,
    IReadOnlyList<string> Causes,
    IReadOnlyList<string> Clears,
    string[] Named
);

/// <summary>From where somebody looks: which gateway is asked for which peer, and whose readings there are beside.</summary>
public sealed record Sight(string Name, Asked Ours, Asked? Theirs = null, Asked? Elsewhere = null)
{
    public static readonly Asked HqForBerlin = new("hq-fw1", "203.0.113.9");
    public static readonly Asked BerlinForHq = new("berlin-fw1", "198.51.100.1");
    private static readonly Asked HqForCloud = new("hq-fw1", "192.0.2.200");
    private static readonly Asked BerlinForCloud = new("berlin-fw1", "192.0.2.200");

    public static Sight Hq { get; } = new("hq", HqForBerlin, BerlinForHq);

    public static Sight Berlin { get; } = new("berlin", BerlinForHq, HqForBerlin);

    /// <summary>As if Berlin's gateway were not ours.</summary>
    public static Sight HqAlone { get; } = new("hq alone", HqForBerlin);

    public static Sight BerlinAlone { get; } = new("berlin alone", BerlinForHq);

    /// <summary>Partners, whose gateways are nobody's that can be asked.</summary>
    public static Sight Acme { get; } = new("hq for acme", new Asked("hq-fw1", "192.0.2.77"));

    public static Sight Globex { get; } = new("hq for globex", new Asked("hq-fw1", "192.0.2.141"));

    /// <summary>An address that is set up nowhere.</summary>
    public static Sight Nobody { get; } = new("hq for nobody", new Asked("hq-fw1", "203.0.113.77"));

    /// <summary>A router of ours.</summary>
    public static Ends Munich { get; } =
        new(new Asked("hq-fw1", "203.0.113.140"), new Asked("munich-rtr1", "198.51.100.1"));

    /// <summary>An FTD of ours.</summary>
    public static Ends Vienna { get; } =
        new(new Asked("hq-fw1", "203.0.113.201"), new Asked("vienna-ftd1", "198.51.100.1"));

    /// <summary>Two of ours have a tunnel with the cloud.</summary>
    public static Sight HqCloud { get; } = new("hq for cloud", HqForCloud, Elsewhere: BerlinForCloud);

    public static Sight BerlinCloud { get; } = new("berlin for cloud", BerlinForCloud, Elsewhere: HqForCloud);

    public IEnumerable<Asked> Asked => new[] { Ours, Theirs, Elsewhere }.OfType<Asked>();
}

/// <summary>A tunnel between HQ and another gateway of ours, from where it can be looked at.</summary>
public sealed record Ends(Asked Hq, Asked Other)
{
    private string Name => Other.Gateway.Split('-')[0];

    public Sight FromHq => new($"hq for {Name}", Hq, Other);

    public Sight FromHqAlone => new($"hq for {Name} alone", Hq);

    public Sight FromOther => new(Name, Other, Hq);

    public Sight FromOtherAlone => new($"{Name} alone", Other);

    public Sight[] All => [FromHq, FromOther, FromHqAlone, FromOtherAlone];
}

/// <summary>A gateway that is asked about its tunnel with a peer.</summary>
public sealed record Asked(string Gateway, string Peer);
