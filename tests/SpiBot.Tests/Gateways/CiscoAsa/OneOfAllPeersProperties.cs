using System.Net;
using System.Text.Json;
using CsCheck;
using SpiBot.Gateways;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Lab.Consoles.Commands;
using SpiBot.Lab.Firewalls;
using SpiBot.Operations.Storage;
using SpiBot.Tests.Lab.Firewalls;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.CiscoAsa;

/// <summary>
/// What a box lists of all its peers, read for one of them: that one's lines are read as in the whole, of the others it is known who they are, and a cut is noticed as in the whole.
/// </summary>
public sealed class OneOfAllPeersProperties
{
    private static readonly IPAddress Stranger = IPAddress.Parse("198.18.77.77");

    [Fact]
    public void The_IKE_tables_whole_and_cut() =>
        Gen.Select(WorldGen.Boxes, Gen.Int[0, 1000], Gen.Int[0, 20])
            .Sample(
                (some, cut, which) =>
                {
                    var (state, now) = (some.State, some.Now);
                    var peer = OneOf(state, which);
                    var ikev1 = Cut(ShowIkeSa.Version1(state, now, detail: true), cut);
                    var ikev2 = Cut(ShowIkeSa.Version2(state, now), cut);

                    Same(ShowCryptoIkev1Sa.Read(ikev1), ShowCryptoIkev1Sa.Peer(peer).Read(ikev1), peer);
                    Same(ShowCryptoIkev2Sa.Read(ikev2), ShowCryptoIkev2Sa.Peer(peer).Read(ikev2), peer);
                },
                iter: 200
            );

    [Fact]
    public void The_crypto_maps() =>
        Gen.Select(WorldGen.Boxes, Gen.Int[0, 20])
            .Sample(
                (some, which) =>
                {
                    var peer = OneOf(some.State, which);
                    var text = string.Concat(ShowRunningConfig.CryptoMap(some.State).Select(line => line + "\n"));

                    Same(ShowCryptoMap.Read(text), ShowCryptoMap.Peer(peer).Read(text), peer);
                },
                iter: 100
            );

    /// <summary>Of two maps; one entry in two places; several peers; a name; a dynamic entry.</summary>
    [Fact]
    public void Entries_of_crypto_maps_in_any_order()
    {
        const string text = """
            crypto map a 10 match address X
            crypto map a 10 set peer 192.0.2.1 203.0.113.9
            crypto map b 10 set peer 192.0.2.2
            crypto map a 20 set peer 192.0.2.3
            crypto map b 5 set peer 192.0.2.4
            crypto map a 10 set pfs group14
            crypto map a 30 set peer BERLIN
            crypto map b 65535 ipsec-isakmp dynamic D
            crypto map b 5 set security-association lifetime seconds 3600

            """;
        var peer = IPAddress.Parse("203.0.113.9");
        var read = ShowCryptoMap.Peer(peer).Read(text).Value!;

        Same(ShowCryptoMap.Read(text), Parsed.Of(read), peer);
        Assert.Equal(["192.0.2.2", "192.0.2.3", "192.0.2.4"], read.OtherPeers);
        Assert.Equal(("a", 10, (string?)"group14"), read.With(peer).Select(e => (e.Map, e.Sequence, e.Pfs)).Single());
        Assert.True(read.TakesUnnamed);
        Assert.True(read.Knows(IPAddress.Parse("192.0.2.4")));
        Assert.Null(read.Knows(Stranger));
    }

    private static void Same(Parsed<IkeListing> whole, Parsed<IkeListing> read, IPAddress peer)
    {
        Assert.Equal(whole.Failure?.ToString(), read.Failure?.ToString());
        if (whole.Value is not { } all)
        {
            return;
        }

        var wanted = all.Sas.ToLookup(sa => sa.IsWith(peer) || !IPAddress.TryParse(sa.Peer, out _));
        Assert.Equal(Json(wanted[true]), Json(read.Value!.Sas));
        Assert.Equal(wanted[false].Select(sa => sa.Peer), read.Value.OtherPeers);
        Assert.Equal((all.Complete, all.PairCount), (read.Value.Complete, read.Value.PairCount));
        Assert.All(
            all.Sas.Select(sa => sa.Peer).Append(Stranger.ToString()).Distinct(),
            one => Assert.True(!IPAddress.TryParse(one, out var at) || all.Knows(at) == read.Value.Knows(at))
        );
    }

    private static void Same(Parsed<CryptoMaps> whole, Parsed<CryptoMaps> read, IPAddress peer)
    {
        Assert.Equal(whole.Failure?.ToString(), read.Failure?.ToString());
        if (whole.Value is not { } all)
        {
            return;
        }

        Assert.Equal(Json(all.With(peer)), Json(read.Value!.With(peer)));
        Assert.Equal(all.TakesUnnamed, read.Value.TakesUnnamed);
        Assert.Equal(
            all.Entries.SelectMany(entry => entry.Peers).Order(StringComparer.Ordinal),
            read.Value.Entries.SelectMany(entry => entry.Peers)
                .Concat(read.Value.OtherPeers)
                .Order(StringComparer.Ordinal)
        );
        Assert.All(
            all.Entries.SelectMany(entry => entry.Peers).Append(Stranger.ToString()).Distinct(),
            one => Assert.True(!IPAddress.TryParse(one, out var at) || all.Knows(at) == read.Value.Knows(at))
        );
    }

    private static string Json<T>(IEnumerable<T> facts) => JsonSerializer.Serialize(facts, OperationsJson.Options);

    private static IPAddress OneOf(FirewallState state, int which) =>
        which < state.Peers.Count ? state.Peers[which].Address : Stranger;

    private static string Cut(IEnumerable<string> lines, int thousandths)
    {
        var text = string.Concat(lines.Select(line => line + "\n"));
        // Half of them are whole.
        return thousandths >= 500 ? text : text[..(text.Length * thousandths / 500)];
    }
}
