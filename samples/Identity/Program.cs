using IdentitySample;
using IdentitySample.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

// The template: dotnet new webapp --auth Individual
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<ApplicationDbContext>(options =>
    options.UseSqlite(builder.Configuration.GetConnectionString("DefaultConnection"))
);
builder
    .Services.AddDefaultIdentity<IdentityUser>(options => options.SignIn.RequireConfirmedAccount = true)
    .AddEntityFrameworkStores<ApplicationDbContext>();
builder.Services.AddRazorPages();

// SamlSp: one more entry on the login page, and the application's cookie held to the session that it came from.
builder
    .Services.AddAuthentication()
    .AddSamlSp(
        SamlSpDefaults.AuthenticationScheme,
        "Contoso",
        builder.Configuration.GetSection("SamlSp"),
        saml => saml.SignInCallbackPath = "/Identity/Account/ExternalLogin?handler=Callback"
    );
builder.Services.AddSamlSpSessionBinding(IdentityConstants.ApplicationScheme);
builder.AddDevelopmentTenant();

var app = builder.Build();
app.MapStaticAssets();
app.UseRouting();
app.UseAuthentication();
app.UseSamlSpSessionGuard();
app.UseAuthorization();
app.MapRazorPages().WithStaticAssets();
app.MapSamlSp();
app.MapDevelopmentTenant();

// The template has migrations instead.
await using (var scope = app.Services.CreateAsyncScope())
{
    await scope.ServiceProvider.GetRequiredService<ApplicationDbContext>().Database.EnsureCreatedAsync();
}

await app.RunAsync();
