using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.CiscoAsa;

public sealed class ShowCpuUsageTests
{
    [Fact]
    public void The_three_figures_are_read() =>
        Assert.Equal(
            new CpuUsage(12, 10, 9),
            ShowCpuUsage.Read("CPU utilization for 5 seconds = 12%; 1 minute: 10%; 5 minutes: 9%\r\n").Value
        );

    [Theory]
    [InlineData(80, 80, false)]
    [InlineData(81, 3, true)]
    [InlineData(3, 81, true)]
    public void Above_eighty_percent_a_box_is_busy(int now, int minute, bool busy) =>
        Assert.Equal(busy, new CpuUsage(now, minute, 99).IsBusy);

    [Theory]
    [InlineData("")]
    [InlineData("CPU utilization for 5 seconds = x%; 1 minute: 10%; 5 minutes: 9%")]
    [InlineData("ERROR: % Invalid input detected at '^' marker.")]
    public void Anything_else_is_a_failure(string text) => Assert.False(ShowCpuUsage.Read(text).Succeeded);

    [Fact]
    public void Within_a_security_context_it_has_decimals() =>
        Assert.Equal(
            new CpuUsage(10, 10, 81),
            ShowCpuUsage.Read("CPU utilization for 5 seconds = 9.1%; 1 minute: 10.0%; 5 minutes: 80.1%\n").Value
        );
}
