using System.Text.RegularExpressions;
using SpiBot.Gateways.Platforms.StrongSwan;

namespace SpiBot.Tests.Gateways.StrongSwan;

/// <summary>How a host with strongSwan asks, warns and refuses.</summary>
public sealed class StrongSwanDialectTests
{
    private readonly StrongSwanPlatform linux = new();

    [Theory]
    [InlineData("-bash: swanctl: command not found")]
    [InlineData("sh: 1: swanctl: not found")]
    [InlineData("sudo: a password is required")]
    [InlineData("sudo: swanctl: command not found")]
    [InlineData("Sorry, user spibot is not allowed to execute '/usr/sbin/swanctl --list-sas' as root on gw.")]
    [InlineData("connecting to 'unix:///var/run/charon.vici' failed: Permission denied")]
    [InlineData("connecting to 'unix:///var/run/charon.vici' failed: No such file or directory")]
    [InlineData("terminate failed: no matching SAs to terminate found")]
    [InlineData("initiate failed: CHILD_SA 'net' not established after 3000ms")]
    [InlineData("cat: /proc/net/xfrm_stat: No such file or directory")]
    public void Refusals_are_known(string line)
    {
        Assert.Contains(linux.Dialect.Refusals, phrase => line.StartsWith(phrase, StringComparison.Ordinal));
        Assert.DoesNotContain(linux.Dialect.Notices, phrase => line.StartsWith(phrase, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("plugin 'openssl': failed to load - openssl_plugin_create not found and no plugin file available")]
    [InlineData("sudo: unable to resolve host gw: Name or service not known")]
    public void Warnings_are_told_from_refusals(string line) =>
        Assert.Contains(linux.Dialect.Notices, phrase => line.StartsWith(phrase, StringComparison.Ordinal));

    [Theory]
    [InlineData("root@gw:~# ", true)]
    [InlineData("spibot@gw-1.example.com:~$ ", true)]
    [InlineData("[spibot@gw ~]$ ", true)]
    [InlineData("$ ", true)]
    [InlineData("# ", true)]
    [InlineData("gw% ", true)]
    [InlineData("gw:~# ", true)]
    [InlineData("(venv) root@gw:/etc/swanctl# ", true)]
    [InlineData("Password: ", false)]
    [InlineData("Last login: Tue Nov 24 05:10:53 2026 from 192.0.2.9", false)]
    [InlineData("  local  10.1.0.0/24", false)]
    [InlineData("spibot@gw's password: ", false)]
    public void Prompts_are_told_from_output(string line, bool isPrompt) =>
        Assert.Equal(isPrompt, Regex.IsMatch(line, linux.Dialect.PromptFallback, RegexOptions.NonBacktracking));
}
