using System.Text.Json;
using Microsoft.Playwright;

namespace SamlSp.Browser.Tests;

/// <summary>After eight hours a guest signs in again, and a member does not.</summary>
public sealed class EightHoursTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Session_AfterEightHours_AsksTheGuestAndNotTheMember()
    {
        await using var server = new ClockServer();
        var guest = await SignInAsync(server, "charlie@altostrat.com");
        var member = await SignInAsync(server, "alice@example.com");
        var ends = await EndAsync(guest, server);

        // Activity does not extend the session.
        for (var hour = 0; hour < 7; hour++)
        {
            server.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal(ends, await EndAsync(guest, server));
        }

        server.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(ends, await EndAsync(guest, server));
        server.Clock.Advance(TimeSpan.FromMinutes(2));
        await guest.GotoAsync(server.Url + "/session");
        await Assertions.Expect(guest.GetByText("The app asks you to sign in again.")).ToBeVisibleAsync();
        await Screenshots.LookAsync(guest, "guest-after-eight-hours");
        await member.GotoAsync(server.Url + "/session");
        Assert.Contains("\"alice@example.com\"", await member.InnerTextAsync("body"), StringComparison.Ordinal);

        // A new authentication brings the guest back to where they were, for another eight hours.
        await guest.GetByRole(AriaRole.Button, new() { Name = "charlie@altostrat.com" }).ClickAsync();
        await guest.WaitForURLAsync(server.Url + "/session");
        Assert.InRange(await EndAsync(guest, server) - ends, TimeSpan.FromHours(8), TimeSpan.FromHours(8) + TimeSpan.FromMinutes(5));
    }

    private async Task<IPage> SignInAsync(ClockServer server, string account)
    {
        var page = await chromium.WindowAsync();
        await page.GotoAsync(server.Url + "/Saml2/SignIn?organization=sandbox&ReturnUrl=/session");
        await page.GetByRole(AriaRole.Button, new() { Name = account }).ClickAsync();
        await page.WaitForURLAsync(server.Url + "/session");
        return page;
    }

    private static async Task<DateTimeOffset> EndAsync(IPage page, ClockServer server)
    {
        await page.GotoAsync(server.Url + "/session");
        return JsonDocument.Parse(await page.InnerTextAsync("body")).RootElement.GetProperty("expiresAt").GetDateTimeOffset();
    }
}
