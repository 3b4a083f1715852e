using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Claims;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>A user whose sign-in is genuine, but whose record is suspended or deleted, is told so.</summary>
public sealed class RefusedUserTests
{
    [Theory]
    [InlineData(SignInRefusalCodes.UserSuspended, "Your access is turned off")]
    [InlineData(SignInRefusalCodes.UserDeleted, "Your access was removed")]
    [InlineData(SignInRefusalCodes.NameIdTaken, "You could not be signed in")]
    public async Task RefusalPage_UserRefusedByStore_SaysWhatTheUserCanDo(string code, string title)
    {
        await using var app = await TestApp.StartAsync(services: services =>
            services.AddSingleton<IUserStore>(new RefusingUserStore(code))
        );
        using var response = await app.Browser().SignInAsync(idp => idp.Member());
        var page = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains($"<h1>{title}</h1>", page, StringComparison.Ordinal);
        Assert.Matches("[2-9A-Z]{5}-[2-9A-Z]{5}", page);
        Assert.DoesNotContain("alice", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(
            response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [],
            cookie => cookie.Contains("Session=", StringComparison.Ordinal)
        );
        Assert.Contains("Refused: " + code, app.Log.Text, StringComparison.Ordinal);
    }

    private sealed class RefusingUserStore(string code) : IUserStore
    {
        public Task<UserSignInResult> SignInAsync(
            Organization organization,
            SignInIdentity identity,
            CancellationToken cancellationToken
        ) => Task.FromResult(new UserSignInResult { RefusalCode = code });
    }
}
