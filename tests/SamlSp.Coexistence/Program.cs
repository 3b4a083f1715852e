using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Session;
using Microsoft.Extensions.Options;
using NetEscapades.AspNetCore.SecurityHeaders;
using SamlSp.AspNetCore;
using SamlSp.Claims;
using SamlSp.Console;
using SamlSp.Directory;
using SamlSp.EntraSandbox;
using SamlSp.Scim;

var builder = WebApplication.CreateBuilder(args);

// The framework's session, its rate limiter and NetEscapades' headers, by their short names and with every namespace of SamlSp in scope.
builder.Services.AddDistributedMemoryCache();
builder.Services.AddSession();
builder.Services.Configure<SessionOptions>(session => session.IdleTimeout = TimeSpan.FromMinutes(20));
builder.Services.AddRateLimiter(limiter => limiter.AddFixedWindowLimiter("app", window => window.PermitLimit = 10));
builder.Services.AddSecurityHeaderPolicies();
builder.Services.AddHealthChecks();
builder.Services.Configure<ConnectionOptions>(connections => connections.DisconnectTimeout = TimeSpan.FromSeconds(15));
builder.Services.AddSingleton(IdentityResult.Success);

builder
    .Services.AddAuthentication()
    .AddSamlSp(saml =>
    {
        saml.BaseUrl = "http://localhost:5080";
        saml.Session.MaximumLifetime = TimeSpan.FromHours(12);
    });
builder.Services.AddAuthorization();
builder.Services.AddSamlSpDirectory(storage => storage.ConnectionString = "Data Source=samlsp.db");
builder.Services.AddSamlSpConsole();
builder.Services.AddSamlSpScim();
builder.Services.AddEntraSandbox();

var app = builder.Build();
app.UseSecurityHeaders(new HeaderPolicyCollection().AddDefaultSecurityHeaders());
app.UseSamlSpSecurityHeaders();
app.UseSession();
app.UseRateLimiter();
app.UseAuthentication();
app.UseSamlSpTerms();
app.UseAuthorization();
app.MapSamlSp();
app.MapSamlSpScim();
app.MapSamlSpConsole();
app.MapEntraSandbox();
app.MapHealthChecks("/health");
app.MapGet("/", (HttpContext context) => context.GetSamlSpSession()?.NameId ?? "Nobody is signed in.");
app.Run();
