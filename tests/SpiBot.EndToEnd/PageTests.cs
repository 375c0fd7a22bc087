using System.Net;
using System.Text;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SpiBot.EndToEnd;

/// <summary>The page in real Chromium: what a person does, on a desktop's width and a phone's.</summary>
[Collection<PageLab>]
public sealed class PageTests(LabFixture lab) : IAsyncLifetime
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patiently = new() { Timeout = 60_000 };
    private readonly List<string> complaints = [];
    private Browser browser = null!;

    public async ValueTask InitializeAsync() => browser = await Browser.Start();

    public ValueTask DisposeAsync() => browser.DisposeAsync();

    [Fact]
    public async Task From_typing_to_the_tunnel_that_came_back_side_by_side()
    {
        var incident = lab.Begin("peer-on-old-sa");
        var page = await browser.Open(lab.Lab.Page!.Address, 1280, 900, complaints);
        var engineer = page.GetByRole(AriaRole.Region, new() { Name = "On-call engineer" });
        var lead = page.GetByRole(AriaRole.Region, new() { Name = "Lead" });

        await Say(engineer, "check tunnel to peer 203.0.113.9");
        await Expect(Last(engineer).GetByText("sends with an SPI that hq-fw1 no longer knows"))
            .ToBeVisibleAsync(Patiently);
        await Button(engineer, "Propose the clear").ClickAsync(new() { Timeout = 60_000 });
        await Expect(Button(lead, "Approve")).ToBeVisibleAsync(Patiently);
        await Browser.Picture(page, "desktop-1-approval");
        await Accessible(page);
        await Button(lead, "Approve").ClickAsync();
        await Expect(Last(lead).GetByText("The tunnel came back").First).ToBeVisibleAsync(Patiently);
        await Expect(Last(engineer).GetByText("The tunnel came back").First).ToBeVisibleAsync(Patiently);
        await Browser.Picture(page, "desktop-2-came-back");

        Assert.Equal(["berlin-fw1: clear crypto ipsec sa peer 198.51.100.1"], incident.Changes);
        await Expect(page.Locator("#console-lines li.changes").Last)
            .ToContainTextAsync("clear crypto ipsec sa peer 198.51.100.1");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task On_a_phone_each_card_fits_the_width_and_both_persons_can_be_reached()
    {
        lab.Begin("peer-on-old-sa");
        var page = await browser.Open(lab.Lab.Page!.Address, 390, 844, complaints);
        var engineer = page.GetByRole(AriaRole.Region, new() { Name = "On-call engineer" });
        var lead = page.GetByRole(AriaRole.Region, new() { Name = "Lead" });

        // Two fingerprints, the longest words that a card can hold.
        await Say(engineer, $"drops on {BrokenGateways.OtherHostKey}");
        await Expect(Last(engineer).GetByText(BrokenGateways.PinnedKey)).ToBeVisibleAsync(Patiently);
        await NothingStandsOut(page);
        await Say(engineer, "check tunnel to peer 203.0.113.9");
        await Expect(Button(engineer, "Propose the clear")).ToBeVisibleAsync(Patiently);
        await Browser.Picture(page, "phone-1-diagnosis");
        await NothingStandsOut(page);
        await Button(engineer, "Evidence").ClickAsync();
        await Browser.Picture(page, "phone-2-evidence");
        await NothingStandsOut(page);
        await Button(engineer, "Propose the clear").ClickAsync();
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Whose screen" })
            .GetByRole(AriaRole.Button, new() { Name = "Lead" })
            .ClickAsync();
        await Expect(Button(lead, "Approve")).ToBeVisibleAsync(Patiently);
        await Expect(lead.Locator(".message.from-spibot").Last.Locator(".called")).ToHaveTextAsync("Lead");
        await Browser.Picture(page, "phone-3-approval");
        await NothingStandsOut(page);
        await Button(lead, "Approve").ClickAsync();
        await Expect(Last(lead).GetByText("The tunnel came back").First).ToBeVisibleAsync(Patiently);
        await Browser.Picture(page, "phone-4-came-back");
        await NothingStandsOut(page);
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task A_trace_and_a_debug_fit_a_phone()
    {
        lab.Begin("peer-on-old-sa");
        var page = await browser.Open(lab.Lab.Page!.Address, 390, 844, complaints);
        var engineer = page.GetByRole(AriaRole.Region, new() { Name = "On-call engineer" });
        var lead = page.GetByRole(AriaRole.Region, new() { Name = "Lead" });

        await Say(engineer, "trace peer 203.0.113.9 on hq-fw1");
        await Expect(Last(engineer).GetByText("Taken off again at")).ToBeVisibleAsync(Patiently);
        await Browser.Picture(page, "phone-5-trace");
        await NothingStandsOut(page);
        await Say(engineer, "debug peer 203.0.113.9 on hq-fw1");
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Whose screen" })
            .GetByRole(AriaRole.Button, new() { Name = "Lead" })
            .ClickAsync();
        await Button(lead, "Approve").ClickAsync(new() { Timeout = 60_000 });
        await Expect(Last(lead).GetByText("Points to peer-on-old-sa")).ToBeVisibleAsync(Patiently);
        await Button(lead, "What it printed").ClickAsync();
        await Browser.Picture(page, "phone-6-debug");
        await NothingStandsOut(page);
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task What_a_watch_tells_by_itself_fits_a_phone()
    {
        var incident = lab.Begin("peer-on-old-sa");
        var page = await browser.Open(lab.Lab.Page!.Address, 390, 844, complaints);
        var engineer = page.GetByRole(AriaRole.Region, new() { Name = "On-call engineer" });

        await Say(engineer, "watch peer 203.0.113.9 on hq-fw1 for 2d");
        await Expect(Last(engineer).GetByText("Watching hq-fw1")).ToBeVisibleAsync(Patiently);
        await Browser.Picture(page, "phone-7-watching");
        await NothingStandsOut(page);
        await Expect(engineer.Locator(".called").Last).ToHaveTextAsync("On-call engineer", new() { Timeout = 60_000 });
        await Browser.Picture(page, "phone-8-fault-begins");
        await NothingStandsOut(page);
        await Say(engineer, "watches");
        await Expect(engineer.GetByText("One tunnel is watched").Last).ToBeVisibleAsync(Patiently);
        await Browser.Picture(page, "phone-9-watches");
        await NothingStandsOut(page);
        lab.Lab.Network.Switch("healthy");
        await Expect(engineer.GetByText("three looks in a row show nothing").Last).ToBeVisibleAsync(Patiently);
        await Browser.Picture(page, "phone-10-over");
        await NothingStandsOut(page);
        await incident.Do("unwatch peer 203.0.113.9 on hq-fw1");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task The_page_switches_the_scenario_and_follows_the_dark()
    {
        lab.Begin("peer-on-old-sa");
        var page = await browser.Open(lab.Lab.Page!.Address, 1280, 900, complaints, dark: true);
        var engineer = page.GetByRole(AriaRole.Region, new() { Name = "On-call engineer" });

        await page.GetByLabel("Scenario").SelectOptionAsync("counter-residue");
        await Expect(engineer.GetByText("Scenario: counter-residue").Last).ToBeVisibleAsync();
        Assert.Equal("counter-residue", lab.Lab.Network.Scenario);
        await Say(engineer, "check 203.0.113.9");
        await Expect(Last(engineer).GetByText("Old news")).ToBeVisibleAsync(Patiently);
        await Browser.Picture(page, "desktop-3-dark");
        await Accessible(page);
        Assert.Empty(complaints);
    }

    [Theory]
    [InlineData("Origin", "http://example.org")]
    [InlineData("Host", "example.org")]
    public async Task Another_site_cannot_use_the_page(string header, string value)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(lab.Lab.Page!.Address, "lab/scenario"));
        request.Headers.TryAddWithoutValidation(header, value);
        request.Content = new StringContent("""{"name":"healthy"}""", Encoding.UTF8, "application/json");

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static async Task Say(ILocator pane, string words)
    {
        await pane.GetByRole(AriaRole.Textbox).FillAsync(words);
        await pane.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
    }

    /// <summary>The last card that is no call for approvers: such a call comes below the plan's.</summary>
    private static ILocator Last(ILocator pane) =>
        pane.Locator(".message.from-spibot").Filter(new() { HasNot = pane.Page.Locator(".called") }).Last;

    /// <summary>Of the last card: earlier ones have buttons of the same name.</summary>
    private static ILocator Button(ILocator pane, string title) =>
        Last(pane).GetByRole(AriaRole.Button, new() { Name = title, Exact = true });

    /// <summary>Of all cards, once they have settled: the page lays out anew while cards come in.</summary>
    private static async Task NothingStandsOut(IPage page)
    {
        const string standingOut = """
            () => [...document.querySelectorAll('.pane.forward .card *')]
              .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
              .map((e) => `${e.tagName} ${e.className}: ${e.textContent}`.slice(0, 200))
            """;
        try
        {
            await page.WaitForFunctionAsync(
                $"() => ({standingOut})().length === 0 && document.documentElement.scrollWidth <= innerWidth",
                null,
                new PageWaitForFunctionOptions { Timeout = 10_000 }
            );
        }
        catch (TimeoutException)
        {
            Assert.Empty(await page.EvaluateAsync<string[]>(standingOut));
            throw;
        }
    }

    private static async Task Accessible(IPage page)
    {
        var found = await page.RunAxe(
            new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa") }
        );
        Assert.True(
            found.Violations.Length == 0,
            string.Join(
                "\n",
                found.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join("; ", v.Nodes.Select(n => n.Html))}")
            )
        );
    }
}
