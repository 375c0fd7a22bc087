namespace SpiBot.Tunnels.History;

/// <summary>From then on the tunnel had at least one SA (<see cref="Up"/>), or none.</summary>
public sealed record UpOrDown(bool Up, Moment When);
