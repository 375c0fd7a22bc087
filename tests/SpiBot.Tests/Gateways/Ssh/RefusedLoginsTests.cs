using Microsoft.Extensions.Time.Testing;
using SpiBot.Gateways;
using SpiBot.Gateways.Credentials;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Ssh;

namespace SpiBot.Tests.Gateways.Ssh;

public sealed class RefusedLoginsTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));

    [Fact]
    public void The_same_secret_is_refused_until_it_is_another_one()
    {
        var refused = new RefusedLogins(tryAgainAfter: null, clock);
        var added = refused.Add(Hop("wrong"), GatewayFailureKind.LoginRefused, "No.");
        clock.Advance(Day);

        Assert.Equal((added, null), (refused.Find(Hop("wrong")), added.Until));
        Assert.Equal(added, refused.Find(Hop("wrong", gateway: "berlin-fw1")));
        Assert.Null(refused.Find(Hop("right")));
        Assert.Null(refused.Find(Hop("wrong", version: "2")));
        Assert.Null(refused.Find(Hop("wrong", user: "other")));
    }

    [Fact]
    public void Where_the_server_never_said_no_the_same_one_may_be_right()
    {
        var refused = new RefusedLogins(tryAgainAfter: null, clock);
        refused.Add(Hop("perhaps"), GatewayFailureKind.LoginRefused, "It hung up.", undecided: true);

        clock.Advance(TimeSpan.FromMinutes(9.9));
        Assert.NotNull(refused.Find(Hop("perhaps")));
        clock.Advance(TimeSpan.FromMinutes(0.1));
        Assert.Null(refused.Find(Hop("perhaps")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_setting_may_let_the_same_one_be_tried_again(bool undecided)
    {
        var refused = new RefusedLogins(tryAgainAfter: TimeSpan.FromMinutes(1), clock);
        refused.Add(Hop("wrong"), GatewayFailureKind.LoginRefused, "No.", undecided);

        Assert.NotNull(refused.Find(Hop("wrong")));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(refused.Find(Hop("wrong")));
    }

    [Fact]
    public void An_enable_password_is_refused_by_itself()
    {
        var refused = new RefusedLogins(tryAgainAfter: null, clock);
        refused.Add(Hop("right", enable: "wrong"), GatewayFailureKind.EnableRefused, "No.");

        Assert.Equal(GatewayFailureKind.EnableRefused, refused.Find(Hop("another", enable: "wrong"))?.Kind);
        Assert.Null(refused.Find(Hop("right", enable: "right")));
        Assert.Null(refused.Find(Hop("right")));
    }

    [Fact]
    public void The_same_address_behind_another_jump_host_is_another_server()
    {
        var refused = new RefusedLogins(tryAgainAfter: null, clock);
        refused.Add(Behind("192.0.2.1"), GatewayFailureKind.LoginRefused, "No.");

        Assert.NotNull(refused.Find(Behind("192.0.2.1")));
        Assert.Null(refused.Find(Behind("192.0.2.2")));
        Assert.Null(refused.Find(Hop("wrong")));

        static Hop Behind(string address)
        {
            var hop = Hop("wrong");
            var jump = new JumpHost(address, 22, "spibot", "jump", ["SHA256:any"]);
            return hop with { Entry = hop.Entry with { Jumps = [jump] } };
        }
    }

    private static Hop Hop(
        string password,
        string? enable = null,
        string? version = null,
        string user = "spibot",
        string gateway = Bench.Name
    ) =>
        new(
            Bench.Entry(22, "SHA256:any") with
            {
                Name = gateway,
                User = user,
            },
            new GatewaySecret("hq-fw1", password, enable) { Version = version }
        );
}
