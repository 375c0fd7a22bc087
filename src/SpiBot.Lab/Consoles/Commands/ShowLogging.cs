using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles.Commands;

/// <summary><c>show logging</c> (facts 1.7): the settings, then the buffer, oldest first.</summary>
public static class ShowLogging
{
    private static readonly string[] Levels =
    [
        "emergencies",
        "alerts",
        "critical",
        "errors",
        "warnings",
        "notifications",
        "informational",
        "debugging",
    ];

    public static IEnumerable<string> Print(FirewallState state) =>
        [
            "Syslog logging: enabled",
            "    Facility: 20",
            "    Timestamp logging: enabled",
            "    Hide Username logging: disabled",
            "    Standby logging: disabled",
            "    Debug-trace logging: disabled",
            "    Console logging: disabled",
            "    Monitor logging: disabled",
            $"    Buffer logging: level {Levels[state.Box.Traits.LogLevel]}, {state.Log.Written} messages logged",
            "    Trap logging: disabled",
            "    Permit-hostdown logging: disabled",
            "    History logging: disabled",
            "    Device ID: disabled",
            "    Mail logging: disabled",
            "    ASDM logging: disabled",
            .. state.Log.Messages.Select(message => Named(state.Box, message).ToString()),
        ];

    /// <summary>What somebody typed stands there as it was typed.</summary>
    private static SyslogMessage Named(Firewall box, SyslogMessage message) =>
        message.Id is 111008 or 111010 ? message : message with { Text = box.Shown(message.Text) };
}
