using System.Net;

namespace SpiBot.Lab.Firewalls;

/// <summary>What crypto debug of one kind says of one peer. <see cref="Module"/> as it is switched on: <c>ikev1</c>, <c>ikev2 protocol</c>, <c>ikev2 platform</c>, <c>ipsec</c>; from <see cref="Level"/> on.</summary>
public sealed record DebugMessage(DateTimeOffset At, IPAddress Peer, string Module, int Level, string Text);
