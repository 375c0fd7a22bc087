using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Debugs;
using SpiBot.Gateways.Duties;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>Cisco ASA, 8.4 and later (older output is read too, where it is pasted).</summary>
public sealed class CiscoAsaPlatform()
    : AsaDataPlane(ShowVersion.Query, ShowSshSessions.Query, ShowMode.Query),
        IPlatform
{
    public override string Id => "cisco_asa";

    public ILeftovers Leftovers { get; } = new AsaLeftovers();

    public IDebugs Debugs { get; } = new AsaDebugs(ShowSshSessions.Query);

    /// <summary><c>terminal pager 0</c> holds for the session; <c>pager 0</c> would be saved in the configuration.</summary>
    public override SessionDialect Dialect { get; } =
        new(
            PromptFallback: @"^[\w./:+-]{1,80}(\([^)]*\))?[>#] ?$",
            PagerOff: "terminal pager 0",
            PagerMark: "<--- More --->",
            Enable: "enable",
            Exit: "exit",
            AsaAnswer.Refusals
        )
        {
            Harmless = ShowClock.Command,
            Login = "login",
            WhenFull =
                "An ASA does so when all its SSH sessions (5) are taken: `show ssh sessions` lists them, `ssh disconnect` ends one.",
            HostKeyShownBy = "`show crypto key mypubkey` on its console",
            NewerAlgorithmsBy =
                "On an ASA: `ssh key-exchange group dh-group14-sha256`, `ssh cipher encryption high`, `ssh cipher integrity high`, and a host key of ECDSA or Ed25519 or an image that signs with rsa-sha2.",
            // Five in all. With three of others ours would be one of the last two, and people need those to mend things.
            Sessions = new(ShowSshSessions.Query, TooManyOthers: 3),
            HowBusy = ShowCpuUsage.Command,
            Notices = ["Beginning configuration replication", "End Configuration Replication to mate"],
            UnaskedQuestions = [new("[Y]es, [N]o, [A]sk later:", "A"), new("[Y]es, [N]o, [A]sk later", "A")],
            EnterContext = context => $"changeto context {context}",
        };

    /// <exception cref="ArgumentException">Not the address of one peer: what would hit every tunnel is never made.</exception>
    public override IReadOnlyList<string> LinesFor(Change change) =>
        change switch
        {
            Change.ClearInactive => ["clear crypto ipsec sa inactive"],
            Change.ClearPeer(var peer) => [$"clear crypto ipsec sa peer {AsaAddress.Of(peer)}"],
            Change.ClearEntry(_, var destination, var spi) =>
            [
                $"clear crypto ipsec sa entry {AsaAddress.Of(destination)} esp {spi}",
            ],
            Change.ClearIke(var peer, 1) => [$"clear crypto ikev1 sa {AsaAddress.Of(peer)}"],
            Change.ClearIke(var peer, 2) => [$"clear crypto ikev2 sa {AsaAddress.Of(peer)}"],
            Change.ClearDrops => [$"clear asp drop frame {DropCounters.InvalidSpi}"],
            // Which version a tunnel that does not come up would speak is not known: the condition keeps both to this peer.
            Change.Debug(var peer, var level) =>
            [
                $"debug crypto condition peer {AsaAddress.Of(peer)}",
                $"debug crypto ikev1 {level}",
                $"debug crypto ikev2 protocol {level}",
                $"debug crypto ikev2 platform {level}",
                $"debug crypto ipsec {level}",
            ],
            _ => throw new ArgumentOutOfRangeException(nameof(change), change, "no such change on an ASA"),
        };
}
