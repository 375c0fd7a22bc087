using System.Text.RegularExpressions;
using CsCheck;
using SpiBot.Gateways.Pasted;

namespace SpiBot.Tests.Gateways.Pasted;

public sealed class SecretMaskTests
{
    [Theory]
    [InlineData(
        "dec: spi=24c2ab68 esp=aes key=16 000102030405060708090a0b0c0d0e0f\n   ah=sha1 key=20 101112131415161718191a1b1c1d1e1f20212223",
        "dec: spi=24c2ab68 esp=aes key=16 [masked]\n   ah=sha1 key=20 [masked]"
    )]
    [InlineData(
        "auth-trunc hmac(sha1) 0x101112131415161718191a1b1c1d1e1f20212223 96\n\tenc cbc(aes) 0x000102030405060708090a0b0c0d0e0f\n\tanti-replay",
        "auth-trunc hmac(sha1) [masked] [masked]\n\tenc cbc(aes) [masked]\n\tanti-replay"
    )]
    [InlineData(
        "aead rfc4106(gcm(aes)) 0x000102030405060708090a0b0c0d0e0f10111213 128\nsel src",
        "aead rfc4106(gcm(aes)) [masked] [masked]\nsel src"
    )]
    [InlineData("esp=null key=0  ah=md5 key=16 aa", "esp=null key=0  ah=md5 key=16 [masked]")]
    [InlineData(" ikev1 pre-shared-key Sw0rdfish!\n exit", " ikev1 pre-shared-key [masked]\n exit")]
    [InlineData("pre-shared-key local\n Sw0rdfish!\nend", "pre-shared-key local\n [masked]\nend")]
    [InlineData(
        "crypto isakmp key Sw0rdfish! address 203.0.113.9\nend",
        "crypto isakmp key [masked] [masked] [masked]\nend"
    )]
    [InlineData("username x password 7 0822455D0A16 \nend", "username x password 7 [masked] \nend")]
    [InlineData(": PSK \"Sw0rdfish!\"\n", ": PSK [masked]\n")]
    [InlineData("set psksecret ENC abc== \nend", "set psksecret ENC [masked] \nend")]
    // FortiOS prints keys in groups.
    [InlineData(
        "SK_er: 85df83adb26f1a97-ef1bc91b35d05d1e-b5f1412112a5d913-7f849a94ff3525c1\nlifetime/rekey: 86400/85841",
        "SK_er: [masked]\nlifetime/rekey: 86400/85841"
    )]
    [InlineData(
        "enc:     des  6bbfadfc3cd3a985\nauth: sha256  87e362f28887c6fe16b974a4c0194600\noutbound\nspi: d0942fbb",
        "enc:     des  [masked]\nauth: sha256  [masked]\noutbound\nspi: d0942fbb"
    )]
    [InlineData("  key: e3f2d5a1b2c3d4e5-f6a7b8c9d0e1f2a3\n", "  key: [masked]\n")]
    [InlineData("SK_ei:85df83adb26f1a97\nrest", "SK_ei:[masked]\nrest")]
    [InlineData("192.0.2.1 : PSK 0sFpZAZqEN6Ti9sqt4ZP5EWcqx\n", "192.0.2.1 : PSK [masked]\n")]
    [InlineData("carol : EAP \"Sw0rdfish!\"\n", "carol : EAP [masked]\n")]
    [InlineData("set psksecret-remote ENC abc== \nend", "set psksecret-remote ENC [masked] \nend")]
    [InlineData("set ppk-secret ENC abc== \nend", "set ppk-secret ENC [masked] \nend")]
    [InlineData("tacacs server one\n key 7 0822455D0A16\nend", "tacacs server one\n key 7 [masked]\nend")]
    public void What_is_secret_is_masked_and_nothing_else(string text, string masked) =>
        Assert.Equal(masked, SecretMask.Of(text));

    [Theory]
    [InlineData("Auth sign: PSK, Auth verify: PSK\nLife/Active Time: 86400/73 sec")]
    [InlineData("spi: 0xE6376DE9 (3862392297)\n0x00000000 0x0000001F")]
    [InlineData("hq: #1, ESTABLISHED, IKEv2, cb469ea1a7223567_i* 1b7f9a2c0d3e4f50_r")]
    [InlineData("<131073 ESP:aes-cbc-256/sha1 ec78f80e 2528/ unlim - root 500 203.0.113.9 >")]
    [InlineData("Encrypt : aes-256 Hash : SHA\nAuth : preshared Lifetime: 86400")]
    [InlineData("Local spi: 6F86196AB2C574E3       Remote spi: 74AD695CF23C4805")]
    [InlineData("sa timing: remaining key lifetime (kB/sec): (4239359/28761)")]
    [InlineData("remote: uses EAP authentication: wants it")]
    [InlineData("proposal: aes256-sha256\ncreated: 2026-03-01 12:00:00, name=HQ-to-Berlin-2026")]
    public void What_is_no_secret_stays(string text) => Assert.Equal(text, SecretMask.Of(text));

    [Fact]
    public void Both_passwords_of_an_snmp_user_are_masked() =>
        Assert.DoesNotContain(
            "Sw0rdfish",
            SecretMask.Of("snmp-server user u g v3 auth sha Sw0rdfish1 priv aes 128 Sw0rdfish2\n"),
            StringComparison.Ordinal
        );

    private static readonly Gen<string> Key = Gen.Byte.Array[16, 32].Select(Convert.ToHexStringLower);

    /// <summary>What a terminal, a chat or a mail puts between the characters of a key that it wraps.</summary>
    private static readonly Gen<string> Wrap = Gen.OneOf(
        Gen.Const("\n"),
        Gen.Const("\r\n   "),
        Gen.Const("<br>"),
        Gen.Const("&nbsp;"),
        Gen.Const("</span> <span>"),
        Gen.Const("\u200b"),
        Gen.Const("\u00a0")
    );

    private static readonly Gen<Func<string, int, string>> Print = Gen.OneOf<Func<string, int, string>>(
        Gen.Const<Func<string, int, string>>((key, _) => $"dec: spi=24c2ab68 esp=aes key={key.Length / 2} "),
        Gen.Const<Func<string, int, string>>((_, _) => "ah=sha1 key=64 "),
        Gen.Const<Func<string, int, string>>((_, _) => "\tauth-trunc hmac(sha1) 0x"),
        Gen.Const<Func<string, int, string>>((_, _) => "\tenc cbc(aes) 0x"),
        Gen.Const<Func<string, int, string>>((_, _) => "aead&nbsp;rfc4106(gcm(aes))&nbsp;0x")
    );

    [Theory]
    [InlineData("VPN Filter = <n\n enc cbc(aes) 0x00112233445566778899aabbccddeeff\none>")]
    [InlineData("look:<b\n key=16 00112233445566778899aabbccddeeff\nr>")]
    public void A_key_between_brackets_that_look_like_a_tag_is_masked(string text) =>
        Assert.DoesNotContain("00112233", SecretMask.Of(text), StringComparison.Ordinal);

    [Fact]
    public void No_key_survives_however_it_is_wrapped() =>
        Gen.Select(
                Key,
                Print,
                Gen.Select(Gen.Int[0, 64], Wrap).Array[0, 3],
                Gen.OneOf(" 96\n", "\n enc: spi=0dd3fc4c\n", "<br>next", "")
            )
            .Sample(
                (key, print, wraps, after) =>
                {
                    var wrapped = key;
                    foreach (var (at, wrap) in wraps.OrderByDescending(w => w.Item1))
                    {
                        wrapped = at < key.Length ? wrapped.Insert(at, wrap) : wrapped;
                    }

                    // The SPIs stay, and six digits of one may be six of the key by chance.
                    var masked = SecretMask
                        .Of($"SA:\n{print(key, 0)}{wrapped}{after}")
                        .Replace("24c2ab68", "", StringComparison.Ordinal)
                        .Replace("0dd3fc4c", "", StringComparison.Ordinal);

                    for (var i = 0; i + 6 <= key.Length; i++)
                    {
                        Assert.DoesNotContain(key.Substring(i, 6), masked, StringComparison.OrdinalIgnoreCase);
                    }
                },
                iter: 5_000
            );

    /// <summary>A key between what looks like the ends of a tag: they are none, whether it is masked or not.</summary>
    [Fact]
    public void What_is_no_tag_stays_none_when_its_key_is_masked()
    {
        var once = SecretMask.Of("enc cbc(aes) 0x12<skey=16;x 0123456789abcdef0123456789abcdef isakmp>");
        Assert.Equal(once, SecretMask.Of(once));
    }

    [Fact]
    public void Masking_twice_is_masking_once_and_a_word_without_a_secret_stays() =>
        Anything.Sample(
            text =>
            {
                var once = SecretMask.Of(text);
                Assert.Equal(once, SecretMask.Of(once));
            },
            iter: 20_000
        );

    [Fact]
    public void A_large_text_is_masked_in_one_pass()
    {
        var line = "dec: spi=24c2ab68 esp=aes key=16 000102030405060708090a0b0c0d0e0f <<<< &&& 0x \n";
        var text =
            string.Concat(Enumerable.Repeat(line, 100_000)) + new string('<', 500_000) + new string('f', 500_000);

        var masked = SecretMask.Of(text);

        Assert.Equal(100_001, Regex.Count(masked, @"\[masked\]"));
    }

    internal static readonly Gen<string> Anything = Gen.OneOf(
            Gen.String[0, 12],
            Gen.OneOf(
                "key=",
                "key=16",
                "key=16 ",
                "enc cbc(aes) 0x",
                "auth ",
                "pre-shared-key",
                "password",
                "psk=",
                "isakmp key ",
                "[masked]",
                "0123456789abcdef0123456789abcdef",
                "abcd",
                " ",
                "\n",
                "<br>",
                "&nbsp;",
                "\"",
                "7",
                "0x"
            )
        )
        .Array[0, 14]
        .Select(string.Concat);
}
