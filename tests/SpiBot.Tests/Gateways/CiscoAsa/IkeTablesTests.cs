using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.CiscoAsa;

public sealed class IkeTablesTests
{
    private const string Ikev1 = """

        IKEv1 SAs:

           Active SA: 2
            Rekey SA: 0 (A tunnel will report 1 Active and 1 Rekey SA during rekey)
        Total IKE SA: 2

        1   IKE Peer: 203.0.113.9
            Type    : L2L             Role    : initiator 
            Rekey   : no              State   : MM_ACTIVE 
            Encrypt : aes-256         Hash    : SHA       
            Auth    : preshared       Lifetime: 86400
            Lifetime Remaining: 12345
        2   IKE Peer: 2001:db8::9
            Type    : user            Role    : responder 
            Rekey   : yes             State   : MM_WAIT_MSG2 

        """;

    private const string Ikev2 = """

        IKEv2 SAs:

        Session-id:57093, Status:UP-ACTIVE, IKE count:1, CHILD count:2

        Tunnel-id                 Local                Remote     Status         Role
         38557965      198.51.100.1/500     203.0.113.9/500      READY    RESPONDER
              Encr: AES-CBC, keysize: 256, Hash: SHA96, DH Grp:5, Auth sign: PSK, Auth verify: PSK
              Life/Active Time: 86400/73 sec
        Child sa: local selector  10.1.0.0/0 - 10.1.0.255/65535
                  remote selector 10.2.0.0/0 - 10.2.0.255/65535
                  ESP spi in/out: 0xdd3fc4c/0xe6376de9  
        Child sa: local selector  10.1.9.1/443 - 10.1.9.3/443
                  remote selector 10.2.0.0/1024 - 10.2.0.255/2048
                  ESP spi in/out: 0x527873a4/0xe6376dea  

        """;

    [Fact]
    public void IKEv1_in_blocks()
    {
        var ike = Read(ShowCryptoIkev1Sa.Read(Ikev1));

        Assert.True(ike.Complete);
        Assert.Equal(
            [
                new IkeSa(1, "203.0.113.9", "MM_ACTIVE", Up: true, "initiator", Kind: "L2L")
                {
                    LifetimeSeconds = 86_400,
                },
                new IkeSa(1, "2001:db8::9", "MM_WAIT_MSG2", Up: false, "responder", Rekeying: true, Kind: "user"),
            ],
            ike.Sas
        );
    }

    [Fact]
    public void IKEv1_in_the_table_of_7()
    {
        var ike = Read(
            ShowCryptoIkev1Sa.Read(
                """
                IKE Peer      Type  Dir   Rky  State      Encrypt Hash  Auth    Lifetime
                1 192.0.2.7 L2L  Init  No   MM_Active  3des    SHA   preshrd 86400
                IKE Peer      Type  Dir   Rky  State      Encrypt Hash  Auth    Lifetime
                2 192.0.2.8 User  Resp  Yes   AM_TM_INIT  3des    SHA   preshrd 86400
                """
            )
        );

        Assert.Equal(
            [
                new IkeSa(1, "192.0.2.7", "MM_Active", Up: true, "Init", Kind: "L2L"),
                new IkeSa(1, "192.0.2.8", "AM_TM_INIT", Up: false, "Resp", Rekeying: true, Kind: "User"),
            ],
            ike.Sas
        );
    }

    [Fact]
    public void IKEv2_with_its_child_SAs()
    {
        var ike = Read(ShowCryptoIkev2Sa.Read(Ikev2));

        Assert.True(ike.Complete);
        var sa = Assert.Single(ike.Sas);
        Assert.Equal(
            new IkeSa(2, "203.0.113.9", "READY", Up: true, "RESPONDER", ActiveSeconds: 73, Local: "198.51.100.1")
            {
                LifetimeSeconds = 86_400,
            },
            sa with
            {
                Children = null,
            }
        );
        Assert.Equal(
            [
                "10.1.0.0/24 10.2.0.0/24 0x0dd3fc4c 0xe6376de9",
                "10.1.9.1-10.1.9.3 443 10.2.0.0/24 1024-2048 0x527873a4 0xe6376dea",
            ],
            sa.Children!.Select(c => $"{c.LocalSelector} {c.RemoteSelector} {c.Inbound} {c.Outbound}")
        );
    }

    [Fact]
    public void A_wide_table_with_virtual_routers_and_a_second_session()
    {
        var ike = Read(
            ShowCryptoIkev2Sa.Read(
                """
                IKEv2 SAs:

                Session-id:1, Status:UP-IDLE, IKE count:1, CHILD count:0

                Tunnel-id Local                                               Remote                                                  fvrf/ivrf            Status         Role
                  3686011 2001:db8:2:1::1/500                                 2001:db8:2:1::2/500                                      Global/Global        READY    INITIATOR

                Session-id:2, Status:DOWN-NEGOTIATING, IKE count:1, CHILD count:0

                Tunnel-id Local                                               Remote                                                  Status         Role
                  3686012 198.51.100.1/4500                                   BERLIN/4500                                             IN-NEG    INITIATOR
                """ + "\n"
            )
        );

        Assert.True(ike.Complete);
        Assert.Equal(
            ["2001:db8:2:1::2 READY True", "BERLIN IN-NEG False"],
            ike.Sas.Select(sa => $"{sa.Peer} {sa.State} {sa.Up}")
        );
    }

    [Fact]
    public void Isakmp_is_both()
    {
        var ike = Read(ShowCryptoIsakmpSa.Read(Ikev1 + Ikev2));
        Assert.Equal([1, 1, 2], ike.Sas.Select(sa => sa.Version));

        Assert.Equal(
            [2],
            Read(ShowCryptoIsakmpSa.Read("\nThere are no IKEv1 SAs\n" + Ikev2)).Sas.Select(sa => sa.Version)
        );
        Assert.Empty(Read(ShowCryptoIsakmpSa.Read("\nThere are no IKEv1 SAs\n\nThere are no IKEv2 SAs\n")).Sas);
    }

    [Fact]
    public void None_is_said_in_words_and_nothing_is_not_none()
    {
        Assert.Empty(Read(ShowCryptoIkev1Sa.Read("\nThere are no IKEv1 SAs")).Sas);
        Assert.Empty(Read(ShowCryptoIkev2Sa.Read("\nThere are no IKEv2 SAs")).Sas);
        Assert.False(ShowCryptoIkev1Sa.Read("").Succeeded);
        Assert.False(ShowCryptoIkev2Sa.Read("").Succeeded);
        Assert.False(ShowCryptoIkev1Sa.Read("Command authorization failed").Succeeded);
        Assert.False(
            ShowCryptoIkev2Sa.Read("IPv4 Crypto IKEv2  SA\n\nTunnel-id Local Remote fvrf/ivrf Status\n").Succeeded
        );
    }

    [Fact]
    public void Cut_anywhere_a_table_invents_nothing_and_says_that_it_is_cut()
    {
        CutEverywhere(Ikev1, ShowCryptoIkev1Sa.Read, "1   IKE Peer");
        CutEverywhere(Ikev2, ShowCryptoIkev2Sa.Read, "Tunnel-id");
    }

    [Fact]
    public void Lost_indentation_and_collapsed_blanks_change_nothing()
    {
        Assert.Equal(Read(ShowCryptoIkev1Sa.Read(Ikev1)).Sas, Read(ShowCryptoIkev1Sa.Read(Collapse(Ikev1))).Sas);
        Assert.Equal(Shown(Read(ShowCryptoIkev2Sa.Read(Ikev2))), Shown(Read(ShowCryptoIkev2Sa.Read(Collapse(Ikev2)))));
    }

    private static void CutEverywhere(string text, Func<AnswerText, Parsed<IkeListing>> read, string from)
    {
        var whole = Read(read(text));
        // Behind the last field that is read, nothing is lost.
        var end = text.LastIndexOf("0xe6376dea", StringComparison.Ordinal) is >= 0 and var spi
            ? spi + "0xe6376dea".Length
            : text.LastIndexOf("MM_WAIT_MSG2", StringComparison.Ordinal) + "MM_WAIT_MSG2".Length;
        for (var length = 0; length <= text.Length; length++)
        {
            var parsed = read(text[..length]);
            if (!parsed.Succeeded)
            {
                Assert.True(length < text.IndexOf(from, StringComparison.Ordinal));
                continue;
            }

            Assert.True(parsed.Value.Sas.Count <= whole.Sas.Count);
            foreach (var (all, some) in whole.Sas.Zip(parsed.Value.Sas))
            {
                Assert.Equal((all.Peer, all.State, all.Up), (some.Peer, some.State, some.Up));
                Assert.All(
                    (all.Children ?? []).Zip(some.Children ?? []),
                    pair => Assert.True(pair.Second.Inbound is null || pair.First == pair.Second)
                );
            }

            if (length >= text.IndexOf(from, StringComparison.Ordinal))
            {
                Assert.Equal(length >= end, parsed.Value.Complete);
            }
        }
    }

    private static string Collapse(string text) =>
        string.Join(
            "\r\n",
            text.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        );

    private static string Shown(IkeListing ike) =>
        string.Join(
            '\n',
            ike.Sas.Select(sa => $"{sa with { Children = null }} {string.Join(", ", sa.Children ?? [])}")
        );

    private static IkeListing Read(Parsed<IkeListing> parsed)
    {
        Assert.True(parsed.Succeeded, parsed.Failure?.ToString());
        return parsed.Value;
    }
}
