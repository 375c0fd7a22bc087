namespace SpiBot.Tunnels.History;

/// <summary>The gateway's log says that it ended the tunnel, with Cisco's message number and, where it tells one, the reason in the box's words (<c>Idle Timeout</c>).</summary>
public sealed record Teardown(DateTimeOffset At, int MessageId, string? Reason);
