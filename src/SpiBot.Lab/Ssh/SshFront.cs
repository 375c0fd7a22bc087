using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace SpiBot.Lab.Ssh;

/// <summary>
/// SSH servers on loopback, one per endpoint, all in one Node process (npm ssh2) that only logs people in and passes bytes on;
/// what is said in a shell comes from the endpoint's <see cref="IFirewallShell"/>. Each start has fresh host keys.
/// </summary>
public sealed class SshFront : IAsyncDisposable
{
    private readonly IReadOnlyDictionary<string, SshEndpoint> endpoints;
    private readonly ConcurrentDictionary<string, int> attempts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> execs = new(StringComparer.Ordinal);
    private readonly ShellPort shells;
    private readonly FrontProcess process;

    private SshFront(IReadOnlyDictionary<string, SshEndpoint> endpoints, string token)
    {
        this.endpoints = endpoints;
        foreach (var name in endpoints.Keys)
        {
            attempts[name] = 0;
            execs[name] = 0;
        }

        shells = new ShellPort(endpoints, token);
        process = FrontProcess.Launch(Judge, where => execs.AddOrUpdate(where, 1, static (_, soFar) => soFar + 1));
    }

    public IReadOnlyList<SshListener> Listeners { get; private set; } = [];

    /// <summary>How many passwords were offered so far, right or wrong, by endpoint.</summary>
    public IReadOnlyDictionary<string, int> LoginAttempts => attempts;

    /// <summary>How often a command without a shell was asked for, by endpoint.</summary>
    public IReadOnlyDictionary<string, int> ExecRequests => execs;

    /// <exception cref="InvalidOperationException">Node or its packages are missing, or the process ended before it listened; the message says which.</exception>
    public static async Task<SshFront> Start(IReadOnlyList<SshEndpoint> endpoints, CancellationToken ct)
    {
        var token = RandomNumberGenerator.GetHexString(32);
        var front = new SshFront(endpoints.ToDictionary(e => e.Name, StringComparer.Ordinal), token);
        try
        {
            var settings = new FrontSettings(token, front.shells.Port, [.. endpoints.Select(FrontEndpoint.From)]);
            front.Listeners = await front.process.Begin(settings, ct);
            return front;
        }
        catch
        {
            await front.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        await shells.DisposeAsync();
    }

    private bool Judge(string endpoint, string user, string password)
    {
        attempts.AddOrUpdate(endpoint, 1, static (_, soFar) => soFar + 1);
        return endpoints[endpoint].Shell.Accepts(user, password);
    }
}
