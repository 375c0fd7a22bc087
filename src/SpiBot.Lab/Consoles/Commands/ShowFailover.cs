using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles.Commands;

/// <summary><c>show failover</c>: the role stands after <c>This host:</c>; primary or secondary says nothing about it (facts 1.8).</summary>
public static class ShowFailover
{
    public static IEnumerable<string> Print(CommandContext context)
    {
        var box = context.Box;
        if (box.Unit == FailoverUnit.None)
        {
            return
            [
                "Failover Off ",
                "Failover unit Primary",
                "Failover LAN Interface: not Configured",
                "Reconnect timeout 0:00:00",
                "Unit Poll frequency 1 seconds, holdtime 15 seconds",
                "Interface Poll frequency 5 seconds, holdtime 25 seconds",
                "Interface Policy 1",
                "Monitored Interfaces 3 of 216 maximum",
                "MAC Address Move Notification Interval not set",
            ];
        }

        var other = box.Unit == FailoverUnit.Primary ? FailoverUnit.Secondary : FailoverUnit.Primary;
        var since = context.State.BootedAt;
        var activeSeconds = (long)(context.Now - since).TotalSeconds;
        var (here, there) = context.State.Standby ? ("Standby Ready", "Active") : ("Active", "Standby Ready");
        return
        [
            "Failover On ",
            $"Failover unit {box.Unit}",
            "Failover LAN Interface: failover GigabitEthernet0/7 (up)",
            "Reconnect timeout 0:00:00",
            "Unit Poll frequency 1 seconds, holdtime 15 seconds",
            "Interface Poll frequency 5 seconds, holdtime 25 seconds",
            "Interface Policy 1",
            "Monitored Interfaces 3 of 216 maximum",
            "MAC Address Move Notification Interval not set",
            $"Version: Ours {box.Version}, Mate {box.Version}",
            $"Serial Number: Ours {box.SerialHere}, Mate {box.SerialThere}",
            $"Last Failover at: {AsaTime.Stamp(context.State.LastFailover ?? since)}",
            $"\tThis host: {box.Unit} - {here} ",
            $"\t\tActive time: {(context.State.Standby ? 0 : activeSeconds)} (sec)",
            $"\t\tslot 0: {box.Model} hw/sw rev (1.0/{box.Version}) status (Up Sys)",
            $"\t\t  Interface outside ({box.Address}): Normal (Monitored)",
            "\t\t  Interface inside (10.1.0.1): Normal (Monitored)",
            "\t\tslot 1: empty",
            $"\tOther host: {other} - {there} ",
            $"\t\tActive time: {(context.State.Standby ? activeSeconds : 0)} (sec)",
            $"\t\tslot 0: {box.Model} hw/sw rev (1.0/{box.Version}) status (Up Sys)",
            "\t\t  Interface outside (0.0.0.0): Normal (Waiting)",
            "\t\t  Interface inside (10.1.0.2): Normal (Monitored)",
            "\t\tslot 1: empty",
            "",
            .. box.Traits.StatelessFailover
                ? ["Stateful Failover Logical Update Statistics", "\tLink : Unconfigured."]
                : Updates(activeSeconds),
        ];
    }

    private static IEnumerable<string> Updates(long activeSeconds) =>
        [
            "Stateful Failover Logical Update Statistics",
            "\tLink : failover GigabitEthernet0/7 (up)",
            "\tStateful Obj \txmit       xerr       rcv        rerr      ",
            $"\tGeneral\t\t{activeSeconds * 11, -10} 0          {activeSeconds, -10} 0         ",
            $"\tsys cmd \t{activeSeconds, -10} 0          {activeSeconds, -10} 0         ",
            "\tVPN IKEv1 SA\t31         0          0          0         ",
            "\tVPN IKEv1 P2\t402        0          0          0         ",
            "\tVPN IKEv2 SA\t118        0          0          0         ",
            "\tVPN IKEv2 P2\t1306       0          0          0         ",
            "",
            "\tLogical Update Queue Information",
            "\t  \t\tCur \tMax \tTotal",
            $"\tRecv Q: \t0 \t11 \t{activeSeconds}",
            $"\tXmit Q: \t0 \t214 \t{activeSeconds * 12}",
        ];
}
