namespace SpiBot.Tunnels;

/// <summary><c>show crypto ipsec sa inactive</c>. The count line is the fact; the listed SAs are what could be read of the rest.</summary>
public sealed record InactiveSas(int Count, IReadOnlyList<InactiveSa> Sas, IReadOnlyList<string> UnreadLines);

/// <summary>One of them. <see cref="Direction"/>: <c>inbound</c> or <c>outbound</c>; <see cref="State"/> and <see cref="Reason"/> as printed.</summary>
public sealed record InactiveSa(string Direction, Spi? Spi, string? State, string? Reason);
