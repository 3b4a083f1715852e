using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

public sealed class CachingTicketDataFormatTests
{
    private readonly MutableTimeProvider _clock = TestClock.Create();
    private readonly CountingFormat _inner = new();

    [Fact]
    public void TicketCache_SameCookieWithinAMinute_DecryptsOnce()
    {
        var recent = new CachingTicketDataFormat(_inner, _clock);
        var text = recent.Protect(Ticket("s1"));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("s1", Name(recent.Unprotect(text)));
        }

        Assert.Equal(1, _inner.Decrypted);
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("s1", Name(recent.Unprotect(text)));
        Assert.Equal(1, _inner.Decrypted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("s1", Name(recent.Unprotect(text)));
        Assert.Equal(2, _inner.Decrypted);
    }

    [Fact]
    public void TicketCache_KeyWithdrawn_IsRefusedAfterAMinute()
    {
        var recent = new CachingTicketDataFormat(_inner, _clock);
        var text = recent.Protect(Ticket("s1"));
        Assert.NotNull(recent.Unprotect(text));
        _inner.IsWithdrawn = true;
        Assert.NotNull(recent.Unprotect(text));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(recent.Unprotect(text));
    }

    [Fact]
    public void TicketCache_ClockSetBack_ExtendsNothing()
    {
        var recent = new CachingTicketDataFormat(_inner, _clock);
        var text = recent.Protect(Ticket("s1"));
        Assert.NotNull(recent.Unprotect(text));
        _clock.Advance(TimeSpan.FromHours(-1));
        _inner.IsWithdrawn = true;
        Assert.Null(recent.Unprotect(text));
    }

    [Fact]
    public void TicketCache_ChangedText_IsRefused()
    {
        var recent = new CachingTicketDataFormat(_inner, _clock);
        var text = recent.Protect(Ticket("s1"));
        Assert.NotNull(recent.Unprotect(text));
        for (var i = 0; i < text.Length; i++)
        {
            Assert.Null(recent.Unprotect(text[..i] + (text[i] == 'A' ? 'B' : 'A') + text[(i + 1)..]));
        }

        Assert.Null(recent.Unprotect(text + "A"));
        Assert.Null(recent.Unprotect(text[1..]));
        Assert.Null(recent.Unprotect(""));
        Assert.Null(recent.Unprotect(null));
        Assert.NotNull(recent.Unprotect(text));
    }

    [Fact]
    public void TicketCache_EachRequest_GetsItsOwnTicket()
    {
        var recent = new CachingTicketDataFormat(_inner, _clock);
        var text = recent.Protect(Ticket("s1"));
        for (var i = 0; i < 2; i++)
        {
            var ticket = recent.Unprotect(text)!;
            Assert.False(ticket.Properties.Items.ContainsKey("mark"));
            Assert.Single(ticket.Principal.Claims);
            ticket.Properties.Items["mark"] = "1";
            ((ClaimsIdentity)ticket.Principal.Identity!).AddClaim(new("added", "1"));
        }
    }

    [Fact]
    public void TicketCache_TextWithAPurpose_IsAlwaysDecrypted()
    {
        var recent = new CachingTicketDataFormat(_inner, _clock);
        var text = recent.Protect(Ticket("s1"), "p");
        Assert.NotNull(recent.Unprotect(text, "p"));
        Assert.Null(recent.Unprotect(text));
        Assert.Null(recent.Unprotect(text, "q"));
    }

    [Fact]
    public async Task TicketCache_SessionCookieOnly_IsReadThroughIt()
    {
        await using var app = await TestApp.StartAsync();
        var options = app.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>();
        Assert.IsType<CachingTicketDataFormat>(options.Get(SamlSpDefaults.SessionScheme).TicketDataFormat);
        Assert.IsNotType<CachingTicketDataFormat>(options.Get("other").TicketDataFormat);
    }

    private static string? Name(AuthenticationTicket? ticket) => ticket?.Principal.Identity?.Name;

    private static AuthenticationTicket Ticket(string name) =>
        new(new(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "test")), "test");

    private sealed class CountingFormat : ISecureDataFormat<AuthenticationTicket>
    {
        private readonly TicketDataFormat _format = new(new EphemeralDataProtectionProvider().CreateProtector("test"));

        public int Decrypted { get; private set; }

        public bool IsWithdrawn { get; set; }

        public string Protect(AuthenticationTicket data) => _format.Protect(data);

        public string Protect(AuthenticationTicket data, string? purpose) => _format.Protect(data, purpose);

        public AuthenticationTicket? Unprotect(string? protectedText) => Unprotect(protectedText, purpose: null);

        public AuthenticationTicket? Unprotect(string? protectedText, string? purpose)
        {
            Decrypted++;
            return IsWithdrawn ? null : _format.Unprotect(protectedText, purpose);
        }
    }
}
