using System.Net;

namespace SpiBot.Lab.Firewalls;

/// <summary>Somebody's laptop with a tunnel of its own: its SAs stand in the same list as those between sites. <paramref name="Assigned"/>: its address inside.</summary>
public sealed record RemoteUser(IPAddress Address, string Name, IPAddress Assigned, SaPair Pair);
