using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace SamlSp.AspNetCore.Tests;

/// <summary>An application with ASP.NET Core Identity that has added the lines of the quick start, and nothing else.</summary>
public sealed class IdentityQuickStartTests
{
    [Fact]
    public async Task LoginPage_OfIdentity_ListsTheProvider()
    {
        await using var app = await StartAsync();
        using var answer = await app.Browser().GetAsync("/providers");
        Assert.Equal("Saml2 Saml2", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task ProtectedPage_WithoutASignIn_LeadsToIdentitysLoginPageAndNotIntoALoop()
    {
        await using var app = await StartAsync();
        using var answer = await app.Browser().GetAsync("/protected");
        Assert.StartsWith("/Account/Login?ReturnUrl=", answer.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExternalLogin_FirstAndSecond_IsLinkedAndThenSignedIn()
    {
        await using var app = await StartAsync();
        var browser = app.Browser();
        Assert.Equal("created", await SignInAsync(browser));
        Assert.Equal("Succeeded", await SignInAsync(app.Browser()));
        Assert.Equal("Succeeded", await SignInAsync(browser));
        using var page = await browser.GetAsync("/protected");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);

        // Identity's own cookie is held to the session.
        app.Clock.Advance(TimeSpan.FromHours(8));
        using var after = await browser.GetAsync("/protected");
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    private static async Task<string> SignInAsync(TestBrowser browser)
    {
        using var answer = await browser.SignInAsync(idp => idp.EntraGuest(), "/external-login");
        using var callback = await browser.GetAsync(answer.Headers.Location!.OriginalString);
        return await callback.Content.ReadAsStringAsync();
    }

    private static Task<TestApp> StartAsync() =>
        TestApp.StartAsync(
            services: services =>
            {
                // What AddDefaultIdentity does, on a store in memory.
                services
                    .AddAuthentication(options =>
                    {
                        options.DefaultScheme = IdentityConstants.ApplicationScheme;
                        options.DefaultSignInScheme = IdentityConstants.ExternalScheme;
                    })
                    .AddIdentityCookies();
                services.AddIdentityCore<IdentityUser>().AddSignInManager();
                services.AddSingleton<IUserStore<IdentityUser>, LoginStore>();
                services.AddSamlSpSessionBinding(IdentityConstants.ApplicationScheme);
            },
            map: app =>
            {
                app.MapGet(
                    "/providers",
                    async (SignInManager<IdentityUser> signIn) =>
                        string.Join(' ', (await signIn.GetExternalAuthenticationSchemesAsync()).Select(s => s.Name + " " + s.DisplayName))
                );
                app.MapGet(
                    "/external-login",
                    (SignInManager<IdentityUser> signIn) =>
                        Results.Challenge(signIn.ConfigureExternalAuthenticationProperties("Saml2", "/external-callback"), ["Saml2"])
                );
                app.MapGet(
                    "/external-callback",
                    async (SignInManager<IdentityUser> signIn) =>
                    {
                        if (await signIn.GetExternalLoginInfoAsync() is not { } info)
                        {
                            return "Error loading external login information.";
                        }

                        var result = await signIn.ExternalLoginSignInAsync(info.LoginProvider, info.ProviderKey, isPersistent: false);
                        if (result.Succeeded)
                        {
                            return result.ToString();
                        }

                        var user = new IdentityUser("charlie");
                        await signIn.UserManager.CreateAsync(user);
                        await signIn.UserManager.AddLoginAsync(user, info);
                        await signIn.SignInAsync(user, isPersistent: false, info.LoginProvider);
                        return "created";
                    }
                );
            }
        );

    /// <summary>Users and their external logins in memory.</summary>
    private sealed class LoginStore : IUserLoginStore<IdentityUser>, IUserSecurityStampStore<IdentityUser>
    {
        private readonly Dictionary<string, IdentityUser> _users = [];
        private readonly Dictionary<(string, string), IdentityUser> _logins = [];

        public Task AddLoginAsync(IdentityUser user, UserLoginInfo login, CancellationToken cancellationToken)
        {
            _logins.Add((login.LoginProvider, login.ProviderKey), user);
            return Task.CompletedTask;
        }

        public Task<IdentityUser?> FindByLoginAsync(string loginProvider, string providerKey, CancellationToken cancellationToken) =>
            Task.FromResult(_logins.GetValueOrDefault((loginProvider, providerKey)));

        public Task<IdentityResult> CreateAsync(IdentityUser user, CancellationToken cancellationToken)
        {
            _users.Add(user.Id, user);
            return Task.FromResult(IdentityResult.Success);
        }

        public Task<IdentityUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
            Task.FromResult(_users.GetValueOrDefault(userId));

        public Task<IdentityUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
            Task.FromResult(_users.Values.FirstOrDefault(user => user.NormalizedUserName == normalizedUserName));

        public Task<IList<UserLoginInfo>> GetLoginsAsync(IdentityUser user, CancellationToken cancellationToken) =>
            Task.FromResult<IList<UserLoginInfo>>([]);

        public Task RemoveLoginAsync(IdentityUser user, string loginProvider, string providerKey, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<string> GetUserIdAsync(IdentityUser user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

        public Task<string?> GetUserNameAsync(IdentityUser user, CancellationToken cancellationToken) => Task.FromResult(user.UserName);

        public Task<string?> GetNormalizedUserNameAsync(IdentityUser user, CancellationToken cancellationToken) =>
            Task.FromResult(user.NormalizedUserName);

        public Task SetNormalizedUserNameAsync(IdentityUser user, string? normalizedName, CancellationToken cancellationToken)
        {
            user.NormalizedUserName = normalizedName;
            return Task.CompletedTask;
        }

        public Task SetUserNameAsync(IdentityUser user, string? userName, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IdentityResult> UpdateAsync(IdentityUser user, CancellationToken cancellationToken) =>
            Task.FromResult(IdentityResult.Success);

        public Task<IdentityResult> DeleteAsync(IdentityUser user, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task SetSecurityStampAsync(IdentityUser user, string stamp, CancellationToken cancellationToken)
        {
            user.SecurityStamp = stamp;
            return Task.CompletedTask;
        }

        public Task<string?> GetSecurityStampAsync(IdentityUser user, CancellationToken cancellationToken) =>
            Task.FromResult(user.SecurityStamp);

        public void Dispose() { }
    }
}
