using System.Globalization;
using System.Text.Json.Nodes;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Cli;

/// <summary>What a check asks besides SAs and counters: the log, sessions, configuration, the data path, captures.</summary>
internal static partial class ReadJson
{
    /// <returns>Null where it is none of these.</returns>
    private static IEnumerable<(string Name, JsonNode? Node)>? FactFields(object value) =>
        value switch
        {
            LoggedEvents log => [("on", log.On), ("level", log.Level), ("events", Array(log.Events, Event))],
            VpnSessions sessions => [("sessions", Array(sessions.Sessions, VpnSession))],
            CryptoMaps maps => [("entries", Array(maps.Entries, MapEntry))],
            TunnelGroup group =>
            [
                ("name", group.Name),
                ("kind", group.Kind),
                ("deadPeerDetection", group.DeadPeerDetection),
                ("idleSeconds", group.IdleSeconds),
                ("retrySeconds", group.RetrySeconds),
            ],
            DataPath path => [("complete", path.Complete), ("contexts", Array(path.Contexts, Context))],
            HostNames names => [("names", Array(names.All, Named))],
            ContextMode mode => [("multiple", mode.Multiple)],
            CpuUsage cpu =>
            [
                ("fiveSeconds", cpu.FiveSeconds),
                ("oneMinute", cpu.OneMinute),
                ("fiveMinutes", cpu.FiveMinutes),
            ],
            CaptureDump dump => [("captured", dump.Captured), ("packets", Array(dump.Packets, Packet))],
            CaptureNames captures => [("captures", Array(captures.Names, name => JsonValue.Create(name)))],
            _ => null,
        };

    private static JsonNode Event(LoggedEvent logged) =>
        new JsonObject
        {
            ["id"] = logged.Id,
            ["severity"] = logged.Severity,
            ["local"] = logged.Local?.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
            ["utc"] = logged.IsUtc,
            ["spi"] = logged.Spi?.ToString(),
            ["outboundSpi"] = logged.OutboundSpi?.ToString(),
            ["direction"] = logged.Direction,
            ["from"] = logged.From,
            ["to"] = logged.To,
            ["user"] = logged.User,
            ["commandLine"] = logged.CommandLine,
            ["text"] = logged.Text,
        };

    private static JsonNode VpnSession(VpnSession session) =>
        new JsonObject
        {
            ["connection"] = session.Connection,
            ["address"] = session.Address,
            ["protocol"] = session.Protocol,
            ["durationSeconds"] = session.Duration is { } duration ? (long)duration.TotalSeconds : null,
            ["sent"] = session.Sent,
            ["received"] = session.Received,
            ["ikeRekey"] = Rekey(session.IkeRekeyLeft),
            ["pairs"] = Array(session.Pairs, Pair),
        };

    private static JsonNode Pair(VpnSessionPair pair) =>
        new JsonObject
        {
            ["local"] = Selector(pair.Local),
            ["remote"] = Selector(pair.Remote),
            ["rekey"] = Rekey(pair.Rekey),
            ["kilobytes"] = pair.Kilobytes,
            ["kilobytesLeft"] = pair.KilobytesLeft,
            ["idleMinutes"] = pair.IdleMinutes,
            ["idleMinutesLeft"] = pair.IdleMinutesLeft,
        };

    private static JsonNode? Rekey(RekeyTimer? timer) =>
        timer is null
            ? null
            : new JsonObject { ["everySeconds"] = timer.EverySeconds, ["secondsLeft"] = timer.SecondsLeft };

    private static JsonNode MapEntry(CryptoMapEntry entry) =>
        new JsonObject
        {
            ["map"] = entry.Map,
            ["sequence"] = entry.Sequence,
            ["peers"] = Array(entry.Peers, peer => JsonValue.Create(peer)),
            ["accessList"] = entry.AccessList,
            ["lifetimeSeconds"] = entry.LifetimeSeconds,
            ["lifetimeKilobytes"] = entry.LifetimeKilobytes,
            ["kilobytesUnlimited"] = entry.KilobytesUnlimited,
            ["pfs"] = entry.Pfs,
        };

    private static JsonNode Context(DataPathContext context) =>
        new JsonObject
        {
            ["id"] = $"0x{context.Id:x8}",
            ["address"] = context.Address,
            ["direction"] = context.Direction?.ToString().ToLowerInvariant(),
            ["spi"] = context.Spi?.ToString(),
            ["state"] = context.State,
            ["flags"] = context.Flags,
            ["packets"] = context.Packets,
            ["badPackets"] = context.BadPackets,
            ["badSpi"] = context.BadSpi,
            ["spoofed"] = context.Spoofed,
            ["badCrypto"] = context.BadCrypto,
        };

    private static JsonNode Named(HostName name) =>
        new JsonObject { ["name"] = name.Name, ["address"] = name.Address.ToString() };

    private static JsonNode Packet(CapturedPacket packet) =>
        new JsonObject
        {
            ["number"] = packet.Number,
            ["time"] = packet.TimeOfDay?.ToString(@"hh\:mm\:ss\.ffffff", CultureInfo.InvariantCulture),
            ["row"] = packet.Row,
            ["source"] = packet.Esp?.Source.ToString(),
            ["destination"] = packet.Esp?.Destination.ToString(),
            ["spi"] = packet.Esp?.Spi.ToString(),
            ["sequence"] = packet.Esp?.Sequence,
            ["inUdp"] = packet.Esp?.InUdp,
            ["notDecoded"] = packet.NotBecause,
        };
}
