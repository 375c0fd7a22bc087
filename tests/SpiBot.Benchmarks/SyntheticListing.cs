using System.Text;

namespace SpiBot.Benchmarks;

/// <summary><c>show crypto ipsec sa</c> of a box of 9.x with many peers, one selector each; documentation addresses.</summary>
internal static class SyntheticListing
{
    /// <param name="sas">An even number: each selector has one in each direction.</param>
    public static string Print(int sas)
    {
        var random = new Random(402114);
        var text = new StringBuilder("interface: outside\n");
        for (var peer = 0; peer < sas / 2; peer++)
        {
            Selector(text, peer, random);
        }

        return text.ToString();
    }

    private static void Selector(StringBuilder text, int peer, Random random)
    {
        var address = $"198.18.{peer / 250}.{1 + (peer % 250)}";
        var network = $"10.{peer / 250}.{peer % 250}.0";
        var (inbound, outbound) = (Spi(random), Spi(random));
        var (encaps, decaps) = (random.Next(1_000_000_000), random.Next(1_000_000_000));
        text.Append(
            $"""
                Crypto map tag: outside_map, seq num: {peer + 1}, local addr: 192.0.2.1

                  access-list VPN-{peer} extended permit ip 172.16.0.0 255.255.0.0 {network} 255.255.255.0
                  local ident (addr/mask/prot/port): (172.16.0.0/255.255.0.0/0/0)
                  remote ident (addr/mask/prot/port): ({network}/255.255.255.0/0/0)
                  current_peer: {address}


                  #pkts encaps: {encaps}, #pkts encrypt: {encaps}, #pkts digest: {encaps}
                  #pkts decaps: {decaps}, #pkts decrypt: {decaps}, #pkts verify: {decaps}
                  #pkts compressed: 0, #pkts decompressed: 0
                  #pkts not compressed: {encaps}, #pkts comp failed: 0, #pkts decomp failed: 0
                  #pre-frag successes: 0, #pre-frag failures: 0, #fragments created: 0
                  #PMTUs sent: 0, #PMTUs rcvd: 0, #decapsulated frgs needing reassembly: 0
                  #TFC rcvd: 0, #TFC sent: 0
                  #Valid ICMP Errors rcvd: 0, #Invalid ICMP Errors rcvd: 0
                  #send errors: 0, #recv errors: 0

                  local crypto endpt.: 192.0.2.1/500, remote crypto endpt.: {address}/500
                  path mtu 1500, ipsec overhead 74(44), media mtu 1500
                  PMTU time remaining (sec): 0, DF policy: copy-df
                  ICMP error validation: disabled, TFC packets: disabled
                  current outbound spi: {outbound:X8}
                  current inbound spi : {inbound:X8}

                inbound esp sas:
                  {Sa(inbound, peer)}
                outbound esp sas:
                  {Sa(outbound, peer)}

            """
        );
    }

    private static string Sa(uint spi, int peer) =>
        $$"""
            spi: 0x{{spi:X8}} ({{spi}})
                         SA State: active
                         transform: esp-aes-256 esp-sha-256-hmac no compression
                         in use settings ={L2L, Tunnel, IKEv2, }
                         slot: 0, conn_id: {{peer + 4096}}, crypto-map: outside_map
                         sa timing: remaining key lifetime (kB/sec): (4239359/{{28_800 - (peer % 28_000)}})
                         IV size: 16 bytes
                         replay detection support: Y
                         Anti replay bitmap:
                          0xFFFFFFFF 0xFFFFFFFF
            """;

    private static uint Spi(Random random) => (uint)random.NextInt64(256, 0x1_0000_0000);
}
