namespace SpiBot.Trials.Table;

/// <summary>The words that the trials are written in: when somebody looks, from where, and what must be said then.</summary>
internal static class Expected
{
    public static readonly string[] Hq = ["hq-fw1"];
    public static readonly string[] Berlin = ["berlin-fw1"];
    public static readonly string[] Both = ["hq-fw1", "berlin-fw1"];
    public static readonly string[] Nowhere = [];

    /// <summary>What may be said when nothing is wrong any more.</summary>
    public const string Well = "healthy|counter-residue|rekey-noise";

    public static readonly Sight[] Usual = [Sight.Hq, Sight.Berlin, Sight.HqAlone, Sight.BerlinAlone];

    public static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);

    public static TimeSpan Hours(double hours) => TimeSpan.FromHours(hours);

    public static Moment Before(int seconds, Expectation[] expected) =>
        new("before", TimeSpan.FromSeconds(-seconds), expected) { ShowsTheFault = false };

    public static Moment At(string name, int seconds, Expectation[] expected) =>
        new(name, TimeSpan.FromSeconds(seconds), expected);

    public static Moment After(string name, TimeSpan after, Expectation[] expected) => new(name, after, expected);

    public static Moment AfterRekey(Expectation[] expected) => After("after the next rekey", Hours(8.5), expected);

    public static Moment Mended(string gateway, string line, int seconds, Expectation[] expected) =>
        new("after the remedy", TimeSpan.FromSeconds(seconds), expected)
        {
            ShowsTheFault = false,
            Typed = (gateway, line),
        };

    /// <summary>What was mended stays so.</summary>
    public static Moment WellAfterRekey(Sight[] from) => AfterRekey(Is(from, Well)) with { ShowsTheFault = false };

    /// <summary>A fault that sets in once, and that no rekey mends.</summary>
    public static Moment[] Lasting(Expectation[] expected, int onset = 5) => Lasting(Usual, expected, onset);

    /// <inheritdoc cref="Lasting(Expectation[], int)"/>
    public static Moment[] Lasting(Sight[] wellBefore, Expectation[] expected, int onset = 5) =>
        [
            Before(120, Is(wellBefore, "healthy")),
            At("at the onset", onset, expected),
            At("minutes later", 400, expected),
            AfterRekey(expected),
        ];

    /// <param name="causes">One cause, or several with <c>|</c> between them.</param>
    public static Expectation[] Is(Sight[] from, string causes) => Is(from, causes, Nowhere);

    /// <inheritdoc cref="Expectation"/>
    public static Expectation[] Is(Sight[] from, string causes, string[] clears, params string[] named) =>
        [.. from.Select(sight => new Expectation(sight, causes.Split('|'), clears, named))];

    /// <summary>HQ's readings show it; Berlin's alone show nothing, or what is given.</summary>
    public static Expectation[] AtHq(string cause, string berlinAlone = "healthy", params string[] named) =>
        [
            .. Is([Sight.Hq, Sight.HqAlone, Sight.Berlin], cause, Nowhere, named),
            .. Is([Sight.BerlinAlone], berlinAlone),
        ];
}
