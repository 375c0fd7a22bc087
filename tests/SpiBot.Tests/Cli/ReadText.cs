namespace SpiBot.Tests.Cli;

/// <summary>What somebody gives <c>read</c>: two outputs of an ASA.</summary>
internal static class ReadText
{
    public const string OneTunnel = """
        interface: outside
            Crypto map tag: outside_map, seq num: 10, local addr: 198.51.100.1

              access-list VPN extended permit tcp 10.1.0.0 255.255.255.0 10.2.0.0 255.255.255.0 eq https 
              local ident (addr/mask/prot/port): (10.1.0.0/255.255.255.0/0/0)
              remote ident (addr/mask/prot/port): (10.2.0.0/255.255.255.0/6/443)
              current_peer: 203.0.113.9

              #pkts encaps: 4, #pkts encrypt: 4, #pkts digest: 4
              #pkts decaps: 5, #pkts decrypt: 5, #pkts verify: 5
              current outbound spi: 0046AB35
              current inbound spi : E6376DE9

            inbound esp sas:
              spi: 0xE6376DE9 (3862392297)
                 SA State: active
                 in use settings ={L2L, Tunnel, IKEv2, VTI, }
                 sa timing: remaining key lifetime (kB/sec): (4239359/28761)
                 replay detection support: Y
            outbound esp sas:
              spi: 0x46AB35 (4631349)
                 in use settings ={L2L, Tunnel, IKEv2, VTI, }
                 sa timing: remaining key lifetime (sec): 28761
                 replay detection support: Y

        """;

    public const string Drops = """
        Frame drop:
          Invalid SPI (np-sp-invalid-spi)                                          18895
          Flow is denied by configured rule (acl-drop)                              2077

        Last clearing: Never

        Flow drop:
          Flow is denied by access rule (acl-drop)                                192350

        Last clearing: 10:43:33 EDT Mar 27 2019 by genie

        """;
}
