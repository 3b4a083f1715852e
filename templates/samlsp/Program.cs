using SamlSpApp;

var builder = WebApplication.CreateBuilder(args);
var settings = builder.Configuration.GetSection("SamlSp");
builder.Services.AddAuthentication().AddSamlSp(settings);
builder.Services.AddAuthorization();
#if (durable)
builder.Services.AddSamlSpDirectory(settings.GetSection("Storage"));
#endif
builder.AddDevelopmentTenant();

var app = builder.Build();
app.UseAuthentication();
app.UseSamlSpSessionGuard();
app.UseAuthorization();
app.MapSamlSp();
app.MapDevelopmentTenant();

app.MapGet(
        "/",
        (HttpContext context) =>
        {
            var session = context.GetSamlSpSession()!;
            return $"Hello, {session.NameId}. You are in {session.OrgUnitPath} of {session.Organization}, and signed in until {session.ExpiresAt:u}.";
        }
    )
    .RequireAuthorization();

app.Run();
