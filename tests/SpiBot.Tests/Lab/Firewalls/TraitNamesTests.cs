using System.Text.RegularExpressions;
using SpiBot.Lab.Firewalls;
using SpiBot.Lab.Ssh;

namespace SpiBot.Tests.Lab.Firewalls;

/// <summary>An oddity that no test switches on is one that nobody knows to be played right.</summary>
public sealed class TraitNamesTests
{
    [Fact]
    public void Every_oddity_of_a_box_and_of_its_SSH_is_switched_on_by_a_test()
    {
        var tests = string.Join(
            '\n',
            Directory
                .EnumerateFiles(Checkout.PathOf("tests", "SpiBot.Tests"), "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
                .Select(File.ReadAllText)
        );

        var switches = typeof(FirewallTraits)
            .GetProperties()
            .Concat(typeof(SshEndpoint).GetProperties())
            .Where(property => property.SetMethod is not null)
            .Select(property => property.Name)
            .Except([nameof(SshEndpoint.Name), nameof(SshEndpoint.Shell)]);

        Assert.DoesNotContain(
            switches,
            name => !Regex.IsMatch(tests, $@"\b{name} = (?!=)", RegexOptions.None, TimeSpan.FromSeconds(10))
        );
    }
}
