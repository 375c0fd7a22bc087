using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using NJsonSchema;
using SpiBot.Cli;
using SpiBot.Hosting;

namespace SpiBot.Tests.Deployment;

public sealed class ManifestTests
{
    private static readonly Guid AppId = Guid.Parse("5f0b7f1e-52a3-4f0e-9d0b-2f6f0e2c9a11");

    [Fact]
    public async Task The_manifest_fits_the_schema_of_Teams()
    {
        var schemaFile = Checkout.PathOf(
            "manifest/node_modules/@microsoft/app-manifest/build/json-schemas/teams/v1.30/MicrosoftTeams.schema.json"
        );
        Assert.True(File.Exists(schemaFile), "run `npm ci --ignore-scripts` in manifest/ (./test.sh does)");
        var schema = await JsonSchema.FromJsonAsync(
            await File.ReadAllTextAsync(schemaFile, TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken
        );
        var template = await File.ReadAllTextAsync(
            Checkout.PathOf("manifest", "manifest.json"),
            TestContext.Current.CancellationToken
        );

        Assert.Empty(schema.Validate(ManifestCommand.Fill(template, AppId, "bot.example.org")));
        Assert.NotEmpty(schema.Validate(template));
    }

    /// <summary>Teams shows them to whoever wants to know what the app is.</summary>
    [Theory]
    [InlineData("websiteUrl")]
    [InlineData("privacyUrl")]
    [InlineData("termsOfUseUrl")]
    public async Task What_the_manifest_links_to_is_there(string link)
    {
        var ct = TestContext.Current.CancellationToken;
        var template = await File.ReadAllTextAsync(Checkout.PathOf("manifest", "manifest.json"), ct);
        var address = new Uri(
            JsonNode.Parse(ManifestCommand.Fill(template, AppId, "bot.example.org"))!["developer"]![link]!.ToString()
        );
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapAboutPages();
        await app.StartAsync(ct);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        Assert.Contains("SpiBot", await client.GetStringAsync(address.AbsolutePath, ct));
    }

    [Fact]
    public async Task The_package_holds_the_manifest_and_two_icons_of_the_right_size()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".zip");
        try
        {
            var exit = await ManifestCommand
                .Create()
                .Parse(["--app-id", AppId.ToString(), "--host", "bot.example.org", "--out", file])
                .InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(0, exit);

            await using var zip = await ZipFile.OpenReadAsync(file, TestContext.Current.CancellationToken);
            Assert.Equal(
                ["color.png", "manifest.json", "outline.png"],
                zip.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal)
            );
            Assert.Equal((192, 192), SizeOf(zip.GetEntry("color.png")!));
            Assert.Equal((32, 32), SizeOf(zip.GetEntry("outline.png")!));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_package_that_is_broken_off_leaves_the_one_that_was_there()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".zip");
        try
        {
            await File.WriteAllTextAsync(file, "the one before", TestContext.Current.CancellationToken);

            await ManifestCommand
                .Create()
                .Parse(["--app-id", AppId.ToString(), "--host", "bot.example.org", "--out", file])
                .InvokeAsync(cancellationToken: new CancellationToken(canceled: true));

            Assert.Equal("the one before", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("not-a-guid", "bot.example.org")]
    [InlineData("5f0b7f1e-52a3-4f0e-9d0b-2f6f0e2c9a11", "https://bot.example.org")]
    public async Task What_is_not_an_id_or_a_host_is_refused(string appId, string host)
    {
        var exit = await ManifestCommand
            .Create()
            .Parse(["--app-id", appId, "--host", host, "--out", Path.Combine(Path.GetTempPath(), "never.zip")])
            .InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(2, exit);
    }

    private static (int Width, int Height) SizeOf(ZipArchiveEntry png)
    {
        Span<byte> header = stackalloc byte[24];
        using var stream = png.Open();
        stream.ReadExactly(header);
        return (BinaryPrimitives.ReadInt32BigEndian(header[16..]), BinaryPrimitives.ReadInt32BigEndian(header[20..]));
    }
}
