using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SpiBot.Lab.Channel;

namespace SpiBot.Lab.Page;

/// <summary>The page with both persons' screens, on loopback http. Its files are read where they lie in the Lab's folder.</summary>
public sealed class LabPage : IAsyncDisposable
{
    // Scripts only from here, so that nothing a firewall or a message says can become one.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static readonly Dictionary<string, string> FromNpm = new()
    {
        ["/npm/adaptivecards.js"] = "adaptivecards/dist/adaptivecards.min.js",
        ["/npm/markdown-it.js"] = "markdown-it/dist/browser/markdown-it.umd.min.js",
    };

    private readonly WebApplication app;

    private LabPage(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    /// <param name="port">0 for a free one.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<LabPage> Start(PageSources sources, int port, CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, OwnersLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        // An open page holds a stream of events; it shall not hold up the end.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));

        var web = builder.Build();
        web.Use(OnlyFromThisPage);
        web.UseDefaultFiles(new DefaultFilesOptions { FileProvider = Files("Page", "wwwroot") });
        web.UseStaticFiles(new StaticFileOptions { FileProvider = Files("Page", "wwwroot") });
        foreach (var (path, file) in FromNpm)
            web.MapGet(path, () => Results.File(Path.Combine(LabFolder.Path, "node_modules", file), "text/javascript"));
        PageEvents.Map(web, sources);
        PageActs.Map(web, sources);

        var page = new LabPage(web);
        try
        {
            await web.StartAsync(ct);
            return page;
        }
        catch
        {
            await page.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await app.StopAsync();
        }
        catch (OperationCanceledException)
        {
            // A browser that did not let go of its connection in time: it was cut off.
        }
        await app.DisposeAsync();
    }

    private static PhysicalFileProvider Files(params string[] folders) =>
        new(Path.Combine([LabFolder.Path, .. folders]));

    // The page may do all that both persons may: no other site a browser has open may use it, not by a name that leads here either.
    private static Task OnlyFromThisPage(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var here = request.Host.Host is "127.0.0.1" or "localhost";
        var origin = request.Headers.Origin.ToString();
        if (!here || (origin.Length > 0 && origin != $"{request.Scheme}://{request.Host}"))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }
        context.Response.Headers.ContentSecurityPolicy = ContentPolicy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-cache";
        return next(context);
    }
}
