using System.Reflection;
using System.Xml.Linq;
using NetArchTest.Rules;

namespace SpiBot.Tests.Architecture;

/// <summary>Who may know whom: Tunnels &lt;- Gateways &lt;- Operations &lt;- SpiBot -&gt; Channel, and nothing points back.</summary>
public sealed class RoomsTests
{
    private static readonly Dictionary<string, Assembly> Rooms = new()
    {
        ["SpiBot.Tunnels"] = typeof(SpiBot.Tunnels.Spi).Assembly,
        ["SpiBot.Gateways"] = typeof(SpiBot.Gateways.GatewayFailure).Assembly,
        ["SpiBot.Operations"] = typeof(SpiBot.Operations.Threads.Report).Assembly,
        ["SpiBot.Channel"] = typeof(SpiBot.Channel.ChannelOptions).Assembly,
        ["SpiBot"] = typeof(SpiBot.Cards.ReportCards).Assembly,
        ["SpiBot.Lab"] = typeof(SpiBot.Lab.Ssh.SshEndpoint).Assembly,
    };

    [Theory]
    [InlineData("SpiBot.Tunnels", "")]
    [InlineData("SpiBot.Gateways", "SpiBot.Tunnels")]
    [InlineData("SpiBot.Operations", "SpiBot.Tunnels SpiBot.Gateways")]
    [InlineData("SpiBot.Channel", "")]
    [InlineData("SpiBot", "SpiBot.Tunnels SpiBot.Gateways SpiBot.Operations SpiBot.Channel")]
    [InlineData("SpiBot.Lab", "")]
    public void A_room_knows_only_the_rooms_below_it(string room, string mayKnow)
    {
        var allowed = mayKnow.Split(' ');
        var known = Rooms[room].GetReferencedAssemblies().Select(a => a.Name!).Where(name => Rooms.ContainsKey(name));

        Assert.DoesNotContain(known, name => !allowed.Contains(name));
    }

    [Fact]
    public void Tunnels_is_pure()
    {
        var result = Types
            .InAssembly(Rooms["SpiBot.Tunnels"])
            .ShouldNot()
            .HaveDependencyOnAny(
                "System.IO",
                "System.Net.Http",
                "System.Net.Sockets.Socket",
                "System.Threading.Tasks",
                "System.TimeProvider",
                "Microsoft"
            )
            .GetResult();

        Assert.True(result.IsSuccessful, "not pure: " + string.Join(", ", result.FailingTypeNames ?? []));
        Assert.Empty(PackagesOf("SpiBot.Tunnels"));
    }

    [Fact]
    public void Channel_knows_nothing_of_tunnels()
    {
        var texts = Directory
            .EnumerateFiles(Checkout.PathOf("src", "SpiBot.Channel"), "*.cs", SearchOption.AllDirectories)
            .Where(file =>
                !file.Contains(
                    $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}",
                    StringComparison.Ordinal
                )
            );

        Assert.DoesNotContain(
            texts,
            file => File.ReadAllText(file).Contains("IPsec", StringComparison.OrdinalIgnoreCase)
        );
    }

    [Fact]
    public void SSH_stays_in_the_room_of_gateways()
    {
        foreach (var (name, room) in Rooms.Where(room => room.Key != "SpiBot.Gateways"))
        {
            Assert.False(
                room.GetReferencedAssemblies().Any(a => a.Name == "Renci.SshNet"),
                $"{name} uses SSH.NET itself"
            );
        }
    }

    [Fact]
    public void Every_folder_is_its_namespace()
    {
        foreach (var room in Rooms.Keys)
        {
            var root = Checkout.PathOf("src", room);
            foreach (var file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
            {
                var folders = Path.GetDirectoryName(Path.GetRelativePath(root, file))!
                    .Split(Path.DirectorySeparatorChar);
                if (folders[0] is "obj" or "bin" or "node_modules" || Path.GetFileName(file) == "Program.cs")
                {
                    continue;
                }

                var expected = string.Join('.', folders.Prepend(room).Where(part => part.Length > 0));
                Assert.Contains(
                    File.ReadLines(file),
                    line => line == $"namespace {expected};" || line.StartsWith("[assembly:", StringComparison.Ordinal)
                );
            }
        }
    }

    private static IEnumerable<string> PackagesOf(string room) =>
        XDocument
            .Load(Checkout.PathOf("src", room, room + ".csproj"))
            .Descendants("PackageReference")
            .Select(reference => reference.Attribute("Include")!.Value);
}
