using System.Net;
using System.Net.Sockets;
using SpiBot.Gateways;
using SpiBot.Lab.Ssh;

namespace SpiBot.Tests.Gateways.Ssh;

/// <summary>Getting in, or not.</summary>
public sealed class LoginTests
{
    private const string WrongPassword = "hunter2-Zq81";

    [Theory]
    [InlineData(SshLogins.Password)]
    [InlineData(SshLogins.KeyboardInteractive)]
    [InlineData(SshLogins.PasswordAndKeyboardInteractive)]
    public async Task Logs_in_by_what_the_server_offers_with_one_try(SshLogins logins)
    {
        await using var bench = await Bench.For(
            new SshEndpoint(Bench.Name, new ScriptedFirewall()) { Logins = logins }
        );

        await using var session = await bench.Open();

        Assert.Equal(1, bench.LoginAttempts);
    }

    [Theory]
    [InlineData(SshLogins.Password)]
    [InlineData(SshLogins.KeyboardInteractive)]
    [InlineData(SshLogins.PasswordAndKeyboardInteractive)]
    public async Task A_refused_password_is_shown_once_and_never_told(SshLogins logins)
    {
        await using var bench = await Bench.For(
            new SshEndpoint(Bench.Name, new ScriptedFirewall()) { Logins = logins },
            new KnownSecret(WrongPassword)
        );

        var failure = await bench.Refused();

        Assert.Equal(GatewayFailureKind.LoginRefused, failure.Kind);
        Assert.Equal(1, bench.LoginAttempts);
        Assert.Equal(1, bench.Secret.Forgotten);
        Assert.DoesNotContain(WrongPassword, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(WrongPassword, bench.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_password_is_not_tried_twice_and_another_one_at_once()
    {
        await using var bench = await Bench.For(new ScriptedFirewall(), new KnownSecret(WrongPassword));

        var first = await bench.Refused();
        var second = await bench.Refused();

        Assert.Equal((GatewayFailureKind.LoginRefused, 1), (second.Kind, bench.LoginAttempts));
        Assert.Contains("with the same secret, which was not tried again", second.CameBack, StringComparison.Ordinal);
        Assert.All(
            [first.DoNow, second.DoNow],
            doNow =>
                Assert.Contains(
                    "the same one is not tried again until SpiBot is restarted",
                    doNow,
                    StringComparison.Ordinal
                )
        );
        // The store is asked anew each time, so that a new value is seen.
        Assert.Equal(2, bench.Secret.Forgotten);
        bench.Secret.Password = ScriptedFirewall.Password;
        await using var session = await bench.Open();
        Assert.Equal(2, bench.LoginAttempts);
    }

    [Fact]
    public async Task A_refused_enable_password_is_not_tried_twice_and_another_one_at_once()
    {
        var firewall = new ScriptedFirewall();
        await using var bench = await Bench.For(firewall, new KnownSecret(enable: WrongPassword));

        await bench.Refused();
        var second = await bench.Refused();

        Assert.Equal(GatewayFailureKind.EnableRefused, second.Kind);
        Assert.StartsWith("The enable password was refused. That was at", second.CameBack, StringComparison.Ordinal);
        Assert.Equal((1, 1), (bench.LoginAttempts, firewall.EnableAttempts));
        bench.Secret.Enable = ScriptedFirewall.EnablePassword;
        await using var session = await bench.Open();
        Assert.Equal((2, 2), (bench.LoginAttempts, firewall.EnableAttempts));
    }

    /// <summary>What is missing may be given to the user on the box, where nobody here sees it.</summary>
    [Fact]
    public async Task What_was_never_shown_was_not_refused()
    {
        await using var unprivileged = await Bench.For(new ScriptedFirewall(), new KnownSecret(enable: null));
        await unprivileged.Refused();
        await unprivileged.Refused();
        Assert.Equal(2, unprivileged.LoginAttempts);

        await using var keysOnly = await Bench.For(
            new SshEndpoint(Bench.Name, new ScriptedFirewall()) { Logins = SshLogins.PublicKey }
        );
        await keysOnly.Refused();
        var again = await keysOnly.Refused();
        Assert.Equal((GatewayFailureKind.LoginRefused, 0), (again.Kind, keysOnly.LoginAttempts));
        Assert.EndsWith("nothing was shown to it.", again.CameBack, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_shown_before_the_login_is_no_prompt_and_no_question()
    {
        await using var bench = await Bench.For(
            new SshEndpoint(Bench.Name, new ScriptedFirewall())
            {
                BannerBeforeLogin = "#### KEEP OUT ####\r\nciscoasa# \r\nPassword: \r\n> ",
            }
        );

        await using var session = await bench.Open();

        Assert.Equal(1, bench.LoginAttempts);
    }

    [Fact]
    public async Task A_server_that_hangs_up_on_a_wrong_password_has_refused_it()
    {
        await using var bench = await Bench.For(
            new SshEndpoint(Bench.Name, new ScriptedFirewall()) { HangsUpOnRefusal = true },
            new KnownSecret(WrongPassword)
        );

        var failure = await bench.Refused();

        Assert.Equal(GatewayFailureKind.LoginRefused, failure.Kind);
        Assert.Equal(1, bench.LoginAttempts);
        Assert.Equal(1, bench.Secret.Forgotten);
    }

    [Fact]
    public async Task Login_gives_the_privilege_where_the_inventory_says_so()
    {
        var firewall = new ScriptedFirewall();
        await using var bench = await Bench.For(firewall);

        var (session, failure) = await bench.Door.Open(
            bench.Gateway with
            {
                Login = true,
            },
            TestContext.Current.CancellationToken
        );

        Assert.True(session is not null, failure?.ToString());
        await session.DisposeAsync();
        Assert.Equal(1, firewall.EnableAttempts);
        Assert.Equal("login", firewall.Typed[0]);
        Assert.DoesNotContain("enable", firewall.Typed);
    }

    [Fact]
    public async Task A_login_that_is_refused_is_tried_once_and_told_without_the_password()
    {
        var firewall = new ScriptedFirewall();
        await using var bench = await Bench.For(firewall, new KnownSecret(enable: WrongPassword));

        var failure = await bench.Refused(bench.Gateway with { Login = true });

        Assert.Equal(GatewayFailureKind.EnableRefused, failure.Kind);
        Assert.Equal("`login` as spibot was refused.", failure.CameBack);
        Assert.Equal(1, firewall.EnableAttempts);
        Assert.DoesNotContain(WrongPassword, failure.ToString() + bench.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_enable_password_with_a_line_end_in_it_is_not_typed()
    {
        var firewall = new ScriptedFirewall();
        await using var bench = await Bench.For(firewall, new KnownSecret(enable: "two\nlines"));

        var failure = await bench.Refused();

        Assert.Equal(GatewayFailureKind.NoSecret, failure.Kind);
        Assert.DoesNotContain("two", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("enable", firewall.Typed);
    }

    [Fact]
    public async Task Another_host_key_is_refused_before_any_password_and_both_are_shown()
    {
        const string pinned = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        await using var bench = await Bench.For(new ScriptedFirewall());

        var failure = await bench.Refused(Bench.Entry(bench.Listener.Port, pinned));

        Assert.Equal(GatewayFailureKind.HostKeyNotPinned, failure.Kind);
        Assert.Contains(pinned, failure.Tried, StringComparison.Ordinal);
        Assert.Contains(bench.Listener.HostKeyFingerprint, failure.CameBack, StringComparison.Ordinal);
        Assert.Equal(0, bench.LoginAttempts);
    }

    [Fact]
    public async Task A_refused_enable_password_is_typed_once_and_never_told()
    {
        const string wrong = "wrong-enable-51Kx";
        var firewall = new ScriptedFirewall();
        await using var bench = await Bench.For(firewall, new KnownSecret(enable: wrong));

        var failure = await bench.Refused();

        Assert.Equal(GatewayFailureKind.EnableRefused, failure.Kind);
        Assert.Equal(1, firewall.EnableAttempts);
        Assert.DoesNotContain(wrong, failure + bench.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_privilege_and_without_enable_password_is_told()
    {
        var firewall = new ScriptedFirewall();
        await using var bench = await Bench.For(firewall, new KnownSecret(enable: null));

        var failure = await bench.Refused();

        Assert.Equal(GatewayFailureKind.NoSecret, failure.Kind);
        Assert.Contains("has no enable password", failure.CameBack, StringComparison.Ordinal);
        Assert.DoesNotContain("enable", firewall.Typed);
    }

    [Fact]
    public async Task A_port_nobody_listens_on_is_unreachable()
    {
        await using var bench = await Bench.For(new ScriptedFirewall());
        int free;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            free = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var failure = await bench.Refused(Bench.Entry(free, bench.Listener.HostKeyFingerprint));

        Assert.Equal(GatewayFailureKind.Unreachable, failure.Kind);
        Assert.Equal("The connection was refused.", failure.CameBack);
    }

    [Fact]
    public async Task A_server_that_hangs_up_at_once_has_no_free_session()
    {
        await using var bench = await Bench.For(new ScriptedFirewall());
        using var full = new TcpListener(IPAddress.Loopback, 0);
        full.Start();
        var hangUp = HangUp(full);

        var failure = await bench.Refused(
            Bench.Entry(((IPEndPoint)full.LocalEndpoint).Port, bench.Listener.HostKeyFingerprint)
        );

        await hangUp;
        Assert.Equal(GatewayFailureKind.NoFreeSession, failure.Kind);
    }

    [Fact]
    public async Task Old_algorithms_are_not_spoken_and_it_says_so()
    {
        await using var bench = await Bench.For(new SshEndpoint(Bench.Name, new ScriptedFirewall()) { Legacy = true });

        var failure = await bench.Refused();

        Assert.Equal(GatewayFailureKind.Unreachable, failure.Kind);
        Assert.Contains("share no algorithm", failure.CameBack, StringComparison.Ordinal);
        Assert.Equal(0, bench.LoginAttempts);
    }

    [Fact]
    public async Task No_secret_is_ever_logged()
    {
        await using var bench = await Bench.For(new ScriptedFirewall());
        var session = await bench.Open();
        var answer = await session.Ask(Bench.Text("show clock"), TestContext.Current.CancellationToken);
        await session.DisposeAsync();

        Assert.True(answer.WasRead, answer.NotRead);
        Assert.NotEmpty(bench.Log.Text);
        Assert.DoesNotContain(ScriptedFirewall.Password, bench.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(ScriptedFirewall.EnablePassword, bench.Log.Text, StringComparison.Ordinal);
    }

    private static async Task HangUp(TcpListener full)
    {
        using var client = await full.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
    }
}
