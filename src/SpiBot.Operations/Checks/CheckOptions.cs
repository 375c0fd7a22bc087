namespace SpiBot.Operations.Checks;

/// <summary>The section <c>Checks</c> of the configuration.</summary>
public sealed class CheckOptions
{
    /// <summary>From the first look to the second: two looks make a rate. Default 30 seconds.</summary>
    public TimeSpan SecondLookAfter { get; set; } = TimeSpan.FromSeconds(30);
}
