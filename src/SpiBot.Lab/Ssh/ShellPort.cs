using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SpiBot.Lab.Ssh;

/// <summary>The loopback port where the front hands over shells. A socket that does not start with the token is closed unheard.</summary>
internal sealed class ShellPort : IAsyncDisposable
{
    private const int LongestGreeting = 1024;

    private readonly IReadOnlyDictionary<string, SshEndpoint> endpoints;
    private readonly byte[] token;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentDictionary<Task, bool> served = new();
    private readonly Task accepting;

    public ShellPort(IReadOnlyDictionary<string, SshEndpoint> endpoints, string token)
    {
        this.endpoints = endpoints;
        this.token = Encoding.ASCII.GetBytes(token);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = Accept();
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        await accepting;
        await Task.WhenAll(served.Keys);
        ending.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(ending.Token);
                var serving = Serve(client);
                served[serving] = true;
                // A shell that threw stays in the list, so that disposing of the front shows its exception.
                _ = serving.ContinueWith(
                    done => served.TryRemove(done, out _),
                    CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.NotOnFaulted,
                    TaskScheduler.Default
                );
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The front is being disposed of: nobody else cancels or stops the listener.
        }
    }

    private async Task Serve(TcpClient client)
    {
        // Without it, Nagle and delayed acknowledgements make every answer 40 ms late.
        client.NoDelay = true;
        using (client)
        await using (var terminal = client.GetStream())
        {
            try
            {
                if (await ReadGreeting(terminal) is { } greeting)
                {
                    await endpoints[greeting.Endpoint].Shell.Serve(terminal, greeting.User, ending.Token);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The person hung up, or the Lab ends: either way this session is over.
            }
        }
    }

    private async Task<ShellGreeting?> ReadGreeting(NetworkStream terminal)
    {
        var line = new List<byte>();
        var next = new byte[1];
        while (line.Count < LongestGreeting && await terminal.ReadAsync(next, ending.Token) == 1 && next[0] != '\n')
        {
            line.Add(next[0]);
        }

        try
        {
            var greeting = JsonSerializer.Deserialize<ShellGreeting>(line.ToArray(), FrontJson.Options);
            return
                greeting is not null
                && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(greeting.Token), token)
                && endpoints.ContainsKey(greeting.Endpoint)
                ? greeting
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
