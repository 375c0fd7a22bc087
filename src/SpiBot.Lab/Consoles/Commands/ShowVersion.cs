namespace SpiBot.Lab.Consoles.Commands;

/// <summary><c>show version</c>, the lines that matter and enough around them (facts 1.8).</summary>
public static class ShowVersion
{
    public static IEnumerable<string> Print(CommandContext context)
    {
        var box = context.Box;
        var up = AsaTime.Uptime(context.Now - context.State.BootedAt);
        var image = box.Version.Replace("(", "-", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal);
        return
        [
            "",
            $"Cisco Adaptive Security Appliance Software Version {box.Version} ",
            .. box.Release.NamesFirepower
                ? ["Firepower Extensible Operating System Version 2.10(1.217)"]
                : Array.Empty<string>(),
            "Device Manager Version 7.16(1)150",
            "",
            "Compiled on Fri 20-Jan-23 13:31 GMT by builders",
            $"System image file is \"disk0:/asa{image.Replace(".", "", StringComparison.Ordinal)}-lfbff-k8.SPA\"",
            "Config file at boot was \"startup-config\"",
            "",
            $"{box.Name} up {up}",
            .. box.Unit == Firewalls.FailoverUnit.None ? Array.Empty<string>() : [$"failover cluster up {up}"],
            "",
            $"Hardware:   {box.Model}, 8192 MB RAM, CPU Lynnfield 2394 MHz, 1 CPU (4 cores)",
            "Internal ATA Compact Flash, 8192MB",
            "BIOS Flash MX25L6445E @ 0xffbb0000, 8192KB",
            "",
            "Encryption hardware device : Cisco ASA Crypto on-board accelerator (revision 0x1)",
            "                             Number of accelerators: 1",
            "",
            " 0: Int: Internal-Data0/0    : address is 00aa.0000.0001, irq 11",
            " 1: Ext: GigabitEthernet0/0  : address is 00aa.0000.0002, irq 5",
            " 2: Ext: GigabitEthernet0/1  : address is 00aa.0000.0003, irq 5",
            " 3: Ext: Management0/0       : address is 00aa.0000.0004, irq 0",
            "",
            "Licensed features for this platform:",
            "Maximum Physical Interfaces       : Unlimited      perpetual",
            "Failover                          : Active/Active  perpetual",
            "Encryption-3DES-AES               : Enabled        perpetual",
            "Other VPN Peers                   : 750            perpetual",
            "Total VPN Peers                   : 750            perpetual",
            "",
            $"Serial Number: {box.SerialHere}",
            "Running Permanent Activation Key: 0x00000000 0x00000000 0x00000000 0x00000000 0x00000000 ",
            "Configuration register is 0x1",
            "",
            $"Configuration last modified by netops at {AsaTime.Clock(context.State.BootedAt.AddMinutes(4))}",
        ];
    }
}
