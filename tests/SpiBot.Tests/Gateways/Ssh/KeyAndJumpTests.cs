using System.Security.Cryptography;
using System.Text;
using Renci.SshNet;
using SpiBot.Gateways;
using SpiBot.Gateways.Credentials;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Ssh;
using SpiBot.Lab.Ssh;

namespace SpiBot.Tests.Gateways.Ssh;

/// <summary>Old boxes, keys in place of passwords, and hosts on the way.</summary>
public sealed class KeyAndJumpTests
{
    private const string Passphrase = "open-the-key-88";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_old_box_is_spoken_to_where_the_inventory_allows_it()
    {
        await using var bench = await Bench.For(new SshEndpoint(Bench.Name, new ScriptedFirewall()) { Legacy = true });

        var refused = await bench.Refused();
        var (session, failure) = await bench.Door.Open(bench.Gateway with { LegacyAlgorithms = true }, Ct);

        Assert.Contains("\"legacyAlgorithms\": true in gateways.hq-fw1", refused.DoNow, StringComparison.Ordinal);
        Assert.True(session is not null, failure?.ToString());
        await session.DisposeAsync();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Logs_in_with_a_key(bool locked, bool passwordToo)
    {
        var key = MakeKey(locked);
        await using var front = await Front(passwordToo ? SshLogins.PublicKeyThenPassword : SshLogins.PublicKey, key);
        var keyring = new Keys(
            new GatewaySecret("hq-fw1", passwordToo ? ScriptedFirewall.Password : null, ScriptedFirewall.EnablePassword)
            {
                PrivateKey = key.Pem,
                Passphrase = locked ? Passphrase : null,
            }
        );

        var (session, failure) = await Door(keyring).Open(Entry(front.Listeners[0]), Ct);

        Assert.True(session is not null, failure?.ToString());
        await session.DisposeAsync();
        Assert.Equal(passwordToo ? 1 : 0, front.LoginAttempts[Bench.Name]);
    }

    [Fact]
    public async Task A_key_may_have_a_secret_of_its_own()
    {
        var key = MakeKey(locked: false);
        await using var front = await Front(SshLogins.PublicKey, key);
        var keyring = new Keys(
            new GatewaySecret("hq-fw1", ScriptedFirewall.Password, ScriptedFirewall.EnablePassword),
            new GatewaySecret("hq-key", password: null, enable: null) { PrivateKey = key.Pem }
        );

        var (session, failure) = await Door(keyring)
            .Open(Entry(front.Listeners[0]) with { PrivateKeySecret = "hq-key" }, Ct);

        Assert.True(session is not null, failure?.ToString());
        await session.DisposeAsync();
    }

    [Fact]
    public async Task A_refused_key_is_not_followed_by_the_password()
    {
        await using var front = await Front(SshLogins.PublicKeyThenPassword, MakeKey(locked: false));
        var other = MakeKey(locked: false);
        var keyring = new Keys(
            new GatewaySecret("hq-fw1", ScriptedFirewall.Password, ScriptedFirewall.EnablePassword)
            {
                PrivateKey = other.Pem,
            }
        );

        var (session, failure) = await Door(keyring).Open(Entry(front.Listeners[0]), Ct);

        Assert.Null(session);
        Assert.Equal(GatewayFailureKind.LoginRefused, failure!.Kind);
        Assert.Equal(0, front.LoginAttempts[Bench.Name]);
        Assert.Equal(["hq-fw1"], keyring.Forgotten);
    }

    [Theory]
    [InlineData("-----BEGIN PRIVATE KEY-----\nsecret-4711\n-----END PRIVATE KEY-----")]
    [InlineData("secret-4711")]
    [InlineData("")]
    public async Task A_key_that_is_none_is_told_without_its_text(string pem)
    {
        var keyring = new Keys(new GatewaySecret("hq-fw1", password: null, enable: null) { PrivateKey = pem });

        var (session, failure) = await Door(keyring).Open(Bench.Entry(9, "SHA256:any"), Ct);

        Assert.Null(session);
        Assert.Equal(GatewayFailureKind.NoSecret, failure!.Kind);
        Assert.DoesNotContain("4711", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_key_without_its_passphrase_is_told()
    {
        var keyring = new Keys(
            new GatewaySecret("hq-fw1", password: null, enable: null) { PrivateKey = MakeKey(locked: true).Pem }
        );

        var (_, failure) = await Door(keyring).Open(Bench.Entry(9, "SHA256:any"), Ct);

        Assert.Equal(GatewayFailureKind.NoSecret, failure!.Kind);
        Assert.Contains("passphrase", failure.CameBack, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Goes_through_jump_hosts_each_with_its_own_key_and_secret(int jumps)
    {
        await using var way = await Way.Through(jumps);

        var (session, failure) = await Door(way.Keys).Open(way.Gateway, Ct);

        Assert.True(session is not null, failure?.ToString());
        Assert.Equal("ok\n", (await session.Ask(Bench.Text("show mode"), Ct)).Value);
        await session.DisposeAsync();
        Assert.All(way.Front.LoginAttempts.Values, tries => Assert.Equal(1, tries));
    }

    [Fact]
    public async Task A_jump_host_with_another_key_sees_no_password_and_neither_does_the_gateway()
    {
        await using var way = await Way.Through(2);
        var gateway = way.Gateway;
        var wrong = gateway.Jumps[1] with { HostKeys = ["SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] };

        var (session, failure) = await Door(way.Keys).Open(gateway with { Jumps = [gateway.Jumps[0], wrong] }, Ct);

        Assert.Null(session);
        Assert.Equal(GatewayFailureKind.HostKeyNotPinned, failure!.Kind);
        Assert.StartsWith("Connecting to jump host 2 of hq-fw1 (127.0.0.1:", failure.Tried, StringComparison.Ordinal);
        Assert.Contains("gateways.hq-fw1.jumps[1].hostKeys", failure.DoNow, StringComparison.Ordinal);
        Assert.Equal((1, 0, 0), (way.Tries("jump1"), way.Tries("jump2"), way.Tries(Bench.Name)));
    }

    [Fact]
    public async Task A_password_that_a_jump_host_refused_is_not_shown_to_it_again_for_another_gateway()
    {
        await using var way = await Way.Through(1);
        var keys = new Keys(
            way.Keys.Known.Select(known => known.Name == "jump1" ? new("jump1", "wrong", null) : known)
        );
        var door = Door(keys);

        var (_, first) = await door.Open(way.Gateway, Ct);
        var (_, second) = await door.Open(way.Gateway with { Name = "berlin-fw1" }, Ct);
        keys.Replace(new("jump1", ScriptedFirewall.Password, null));
        var (session, third) = await door.Open(way.Gateway, Ct);

        Assert.Equal((GatewayFailureKind.LoginRefused, GatewayFailureKind.LoginRefused), (first!.Kind, second!.Kind));
        Assert.True(session is not null, third?.ToString());
        await session.DisposeAsync();
        Assert.Equal(2, way.Tries("jump1"));
    }

    [Fact]
    public async Task Of_many_that_log_in_at_once_one_shows_the_secret_first()
    {
        await using var way = await Way.Through(1);
        var keys = new Keys(
            way.Keys.Known.Select(known => known.Name == "jump1" ? new("jump1", "wrong", null) : known)
        );
        using var door = Door(keys);

        var refused = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => door.Open(way.Gateway, Ct)));

        Assert.All(refused, one => Assert.Equal(GatewayFailureKind.LoginRefused, one.Failure?.Kind));
        Assert.Equal(1, way.Tries("jump1"));
        keys.Replace(new("jump1", ScriptedFirewall.Password, null));
        var opened = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => door.Open(way.Gateway, Ct)));
        foreach (var (session, failure) in opened)
        {
            Assert.True(session is not null, failure?.ToString());
            await session.DisposeAsync();
        }

        Assert.Equal((4, 3), (way.Tries("jump1"), way.Tries(Bench.Name)));
    }

    [Fact]
    public async Task A_gateway_that_the_jump_host_cannot_reach_is_told()
    {
        await using var way = await Way.Through(1, forwards: false);

        var (session, failure) = await Door(way.Keys).Open(way.Gateway, Ct);

        Assert.Null(session);
        Assert.Contains("jump host 1 of hq-fw1 cannot reach", failure!.DoNow, StringComparison.Ordinal);
        Assert.Equal(0, way.Tries(Bench.Name));
    }

    [Fact]
    public async Task An_old_jump_host_is_spoken_to_where_the_inventory_allows_it()
    {
        await using var way = await Way.Through(1, legacy: true);
        var jump = way.Gateway.Jumps[0];

        var (_, refused) = await Door(way.Keys).Open(way.Gateway, Ct);
        var (session, failure) = await Door(way.Keys)
            .Open(way.Gateway with { Jumps = [jump with { LegacyAlgorithms = true }] }, Ct);

        Assert.Contains(
            "\"legacyAlgorithms\": true in gateways.hq-fw1.jumps[0]",
            refused!.DoNow,
            StringComparison.Ordinal
        );
        Assert.Contains("jump host 1 of hq-fw1 offers only old ones", refused.CameBack, StringComparison.Ordinal);
        Assert.True(session is not null, failure?.ToString());
        await session.DisposeAsync();
    }

    /// <summary>It is no ASA, and its settings are not the gateway's.</summary>
    [Fact]
    public async Task What_is_advised_for_a_jump_host_is_about_the_jump_host()
    {
        await using var way = await Way.Through(1, legacy: true);
        var (gateway, jump) = (way.Gateway, way.Gateway.Jumps[0]);
        var keys = new Keys(
            way.Keys.Known.Select(known => known.Name == "jump1" ? new("jump1", "wrong", null) : known)
        );
        GatewayFailure[] failures =
        [
            await Refused(jump, way.Keys),
            await Refused(jump with { Port = 1 }, way.Keys),
            await Refused(jump with { LegacyAlgorithms = true, HostKeys = ["SHA256:x"] }, way.Keys),
            await Refused(jump with { LegacyAlgorithms = true }, keys),
        ];

        Assert.All(
            failures,
            failure =>
            {
                Assert.Equal("hq-fw1", failure.Gateway);
                Assert.Contains("jump host 1 of hq-fw1", failure.Tried, StringComparison.Ordinal);
                Assert.DoesNotContain("ASA", failure.ToString(), StringComparison.Ordinal);
                Assert.DoesNotContain("show ", failure.ToString(), StringComparison.Ordinal);
                Assert.DoesNotMatch(@"gateways\.hq-fw1(?!\.jumps\[0\])", failure.ToString());
            }
        );

        async Task<GatewayFailure> Refused(JumpHost through, Keys with) =>
            (await Door(with).Open(gateway with { Jumps = [through] }, Ct)).Failure!;
    }

    private static SshGatewayDoor Door(Keys keys) =>
        new(keys, [new AsaLike()], Bench.Limits, TimeProvider.System, new CollectedLog<SshGatewayDoor>());

    private static GatewayEntry Entry(SshListener listener) => Bench.Entry(listener.Port, listener.HostKeyFingerprint);

    private static Task<SshFront> Front(SshLogins logins, (string Pem, string Public) key) =>
        SshFront.Start(
            [new SshEndpoint(Bench.Name, new ScriptedFirewall()) { Logins = logins, AuthorizedKey = key.Public }],
            Ct
        );

    private static (string Pem, string Public) MakeKey(bool locked)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = key.ExportPkcs8PrivateKeyPem();
        using var read = new PrivateKeyFile(new MemoryStream(Encoding.ASCII.GetBytes(pem + "\n")));
        var shown = Convert.ToBase64String(read.HostKeyAlgorithms.First().Data);
        return (
            locked
                ? key.ExportEncryptedPkcs8PrivateKeyPem(
                    Passphrase,
                    new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)
                )
                : pem,
            shown
        );
    }

    /// <summary>Jump hosts and a gateway, all on one front.</summary>
    private sealed class Way : IAsyncDisposable
    {
        public required SshFront Front { get; init; }

        public required GatewayEntry Gateway { get; init; }

        public required Keys Keys { get; init; }

        public static async Task<Way> Through(int jumps, bool forwards = true, bool legacy = false)
        {
            var names = Enumerable.Range(1, jumps).Select(i => $"jump{i}").ToList();
            var front = await SshFront.Start(
                [
                    .. names.Select(name => new SshEndpoint(name, new ScriptedFirewall())
                    {
                        Forwards = forwards,
                        Legacy = legacy,
                    }),
                    new(Bench.Name, new ScriptedFirewall { Answers = line => line == "show mode" ? "ok\n" : "" }),
                ],
                Ct
            );
            var hosts = front.Listeners.ToDictionary(listener => listener.Name);
            return new()
            {
                Front = front,
                Gateway = Entry(hosts[Bench.Name]) with
                {
                    Jumps =
                    [
                        .. names.Select(name => new JumpHost(
                            "127.0.0.1",
                            hosts[name].Port,
                            "spibot",
                            name,
                            [hosts[name].HostKeyFingerprint]
                        )),
                    ],
                },
                Keys = new([
                    .. names.Select(name => new GatewaySecret(name, ScriptedFirewall.Password, enable: null)),
                    new GatewaySecret("hq-fw1", ScriptedFirewall.Password, ScriptedFirewall.EnablePassword),
                ]),
            };
        }

        public int Tries(string name) => Front.LoginAttempts[name];

        public ValueTask DisposeAsync() => Front.DisposeAsync();
    }

    /// <summary>A store with these secrets.</summary>
    private sealed class Keys(params IEnumerable<GatewaySecret> secrets) : IGatewayCredentials
    {
        private readonly List<GatewaySecret> known = [.. secrets];

        public IReadOnlyList<GatewaySecret> Known => known;

        public List<string> Forgotten { get; } = [];

        public void Replace(GatewaySecret secret)
        {
            known.RemoveAll(one => one.Name == secret.Name);
            known.Add(secret);
        }

        public Task<(GatewaySecret? Secret, GatewayFailure? Failure)> Find(
            GatewayEntry gateway,
            CancellationToken ct
        ) =>
            Task.FromResult<(GatewaySecret?, GatewayFailure?)>(
                (known.Single(secret => secret.Name == gateway.Secret), null)
            );

        public void Forget(GatewayEntry gateway) => Forgotten.Add(gateway.Secret);
    }
}
