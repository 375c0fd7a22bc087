using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace SpiBot.EndToEnd;

/// <summary>Gateways of the inventory that cannot be read, each for another reason. They are hq-fw1's entry with one thing changed.</summary>
internal static class BrokenGateways
{
    public const string Unreachable = "dark-fw1";
    public const string OtherHostKey = "swapped-fw1";
    public const string NoSecret = "keyless-fw1";
    public const string PinnedKey = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    public static void AddTo(JsonObject inventory)
    {
        var gateways = inventory["gateways"]!.AsObject();
        Add(gateways, Unreachable, entry => entry["port"] = ClosedPort());
        Add(gateways, OtherHostKey, entry => entry["hostKeys"] = new JsonArray(PinnedKey));
        Add(gateways, NoSecret, entry => entry["secret"] = "nobody-stored-it");
    }

    private static void Add(JsonObject gateways, string name, Action<JsonObject> change)
    {
        var entry = gateways["hq-fw1"]!.DeepClone().AsObject();
        entry["vpnAddresses"] = new JsonArray();
        entry["peers"] = new JsonObject();
        change(entry);
        gateways[name] = entry;
    }

    /// <summary>A port that nobody listens on: it was free a moment ago.</summary>
    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
