using System.Collections;
using System.Net;
using System.Reflection;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.Pasted;

/// <summary>A value as text, lists item by item, for comparing values (records compare their lists by reference).</summary>
internal static class Told
{
    public static string Of(object? value) =>
        value switch
        {
            null => "null",
            string text => text,
            Spi or Selector or IPAddress => value.ToString()!,
            IEnumerable items => "[" + string.Join(", ", items.Cast<object?>().Select(Of)) + "]",
            _ when value.GetType().IsPrimitive || value is TimeSpan or DateTime or DateTimeOffset => value.ToString()!,
            _ => value.GetType().Name
                + "{"
                + string.Join(
                    ", ",
                    value
                        .GetType()
                        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                        .Select(p => $"{p.Name}={Of(p.GetValue(value))}")
                )
                + "}",
        };

    /// <summary>All SPIs in it with their directions.</summary>
    public static IEnumerable<(string Direction, Spi Spi)> Spis(object value) =>
        value switch
        {
            SaListing sas => sas.Tunnels.SelectMany(Spis),
            SpiBot.Gateways.Platforms.StrongSwan.StrongSwanSas swan => swan.Tunnels.SelectMany(Spis),
            SpiBot.Gateways.Platforms.LinuxXfrm.XfrmSas xfrm => xfrm.Sas.Select(sa => ("one way", sa.Spi)),
            IkeListing ike => ike
                .Sas.SelectMany(sa => sa.Children ?? [])
                .SelectMany(child => (IEnumerable<(string, Spi?)>)[("in", child.Inbound), ("out", child.Outbound)])
                .Where(spi => spi.Item2 is not null)
                .Select(spi => (spi.Item1, spi.Item2!)),
            _ => [],
        };

    private static IEnumerable<(string, Spi)> Spis(ChildSa tunnel) =>
        new[]
        {
            tunnel.Inbound.Select(sa => ("in", (Spi?)sa.Spi)),
            tunnel.Outbound.Select(sa => ("out", (Spi?)sa.Spi)),
            [("in", tunnel.CurrentInbound), ("out", tunnel.CurrentOutbound)],
        }
            .SelectMany(spis => spis)
            .Where(spi => spi.Item2 is not null)
            .Select(spi => (spi.Item1, spi.Item2!))
            .Distinct();
}
