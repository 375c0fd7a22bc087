namespace SpiBot.Tests.Cli;

/// <summary>What an engineer would save of hq-fw1 (198.51.100.1) and berlin-fw1 (203.0.113.9), line by line as an ASA prints it.</summary>
internal static class SavedText
{
    public const string Berlin = "203.0.113.9";
    public const string Hq = "198.51.100.1";

    public static string Clock(string host, string time = "02:27:11.100 UTC Sun Mar 1 2026") =>
        $"{host}# show clock\n{time}\n";

    public static string Drops(string host, long invalidSpis, string more = "") =>
        $"""
            {host}# show asp drop

            Frame drop:
              Invalid SPI (np-sp-invalid-spi)                         {invalidSpis, 22}
            {more}
            Last clearing: Never

            Flow drop:

            Last clearing: Never

            """;

    public static string Ike(string host, string peer) =>
        $"""
            {host}# show crypto ikev2 sa

            IKEv2 SAs:

            Session-id:7, Status:UP-ACTIVE, IKE count:1, CHILD count:1

            Tunnel-id Local                                               Remote                                                  Status         Role
             38557965 192.0.2.1/500                                       {peer}/500                                              READY    RESPONDER
                  Encr: AES-CBC, keysize: 256, Hash: SHA256, DH Grp:14, Auth sign: PSK, Auth verify: PSK
                  Life/Active Time: 86400/73 sec

            {host}# show crypto ikev1 sa

            There are no IKEv1 SAs

            """;

    /// <summary>The listing of one pair of networks.</summary>
    public static string Sas(string host, params string[] blocks) =>
        $"{host}# show crypto ipsec sa\ninterface: outside\n{string.Join('\n', blocks)}\n";

    public static string HqBlock(
        string inbound = "7BC0DE01",
        string outbound = "0DD3FC4C",
        long encaps = 100,
        long decaps = 100,
        long left = 27900,
        string peer = Berlin,
        string remote = "10.2.0.0",
        long? decrypts = null,
        long receiveErrors = 0,
        string kilobytes = "4239359"
    ) =>
        Block(
            Hq,
            peer,
            "10.1.0.0",
            remote,
            inbound,
            outbound,
            encaps,
            decaps,
            left,
            decrypts,
            receiveErrors,
            kilobytes
        );

    public static string BerlinBlock(
        string inbound = "0DD3FC4C",
        string outbound = "7BC0DE01",
        long encaps = 100,
        long decaps = 100,
        long left = 27900
    ) => Block(Berlin, Hq, "10.2.0.0", "10.1.0.0", inbound, outbound, encaps, decaps, left, null, 0, "4239359");

    private static string Block(
        string local,
        string peer,
        string localNet,
        string remoteNet,
        string inbound,
        string outbound,
        long encaps,
        long decaps,
        long left,
        long? decrypts,
        long receiveErrors,
        string kilobytes
    ) =>
        $"""
                Crypto map tag: outside_map, seq num: 10, local addr: {local}

                  local ident (addr/mask/prot/port): ({localNet}/255.255.255.0/0/0)
                  remote ident (addr/mask/prot/port): ({remoteNet}/255.255.255.0/0/0)
                  current_peer: {peer}


                  #pkts encaps: {encaps}, #pkts encrypt: {encaps}, #pkts digest: {encaps}
                  #pkts decaps: {decaps}, #pkts decrypt: {decrypts ?? decaps}, #pkts verify: {decrypts ?? decaps}
                  #send errors: 0, #recv errors: {receiveErrors}

                  local crypto endpt.: {local}/500, remote crypto endpt.: {peer}/500
                  current outbound spi: {outbound}
                  current inbound spi : {inbound}

                inbound esp sas:
                  spi: 0x{inbound} (1)
                     SA State: active
                     transform: esp-aes-256 esp-sha-hmac no compression
                     in use settings =L2L, Tunnel, IKEv2, 
                     sa timing: remaining key lifetime (kB/sec): ({kilobytes}/{left})
                     replay detection support: Y
                outbound esp sas:
                  spi: 0x{outbound} (1)
                     SA State: active
                     transform: esp-aes-256 esp-sha-hmac no compression
                     in use settings =L2L, Tunnel, IKEv2, 
                     sa timing: remaining key lifetime (kB/sec): ({kilobytes}/{left})
                     replay detection support: Y
            """.Replace("=L2L, Tunnel, IKEv2, ", "={L2L, Tunnel, IKEv2, }", StringComparison.Ordinal);
}
