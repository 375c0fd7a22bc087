using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Scenarios;

/// <summary>Nobody sent anything between HQ and Berlin for half an hour, and HQ let go of the tunnel, as it is told to. The next packet brings it back.</summary>
public sealed class OwnTeardown : IScenario
{
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    public string Name => "own-teardown";

    public string Description =>
        "Nothing was sent between HQ and Berlin for half an hour, and HQ ended the tunnel 10 minutes ago: its own idle timeout.";

    public void Play(Site site)
    {
        site.Hq.Log = new SyslogBuffer(65_536);
        site.Berlin.Log = new SyslogBuffer(65_536);
        site.At(
            Ago + Idle,
            () =>
            {
                foreach (var end in site.HqToBerlin.Flows.SelectMany(f => new[] { f.Near, f.Far }))
                {
                    end.Traffic = TrafficRate.None;
                }

                site.HqToBerlin.EndWhenIdle(Idle);
            }
        );
    }
}
