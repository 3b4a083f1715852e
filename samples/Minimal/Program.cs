var builder = WebApplication.CreateBuilder(args);
builder
    .Services.AddAuthentication()
    .AddSamlSp(saml =>
    {
        saml.BaseUrl = "https://app.example.com";
        saml.Certificates.Directory = "certs";
        saml.Organizations["contoso"] = new()
        {
            PrimaryDomain = "example.com",
            TenantDomain = "contoso.onmicrosoft.com",
            Connection = { MetadataFile = "contoso-metadata.xml" },
        };
    });
builder.Services.AddAuthorization();

var app = builder.Build();
app.UseAuthentication();
app.UseSamlSpSessionGuard();
app.UseAuthorization();
app.MapSamlSp();
app.MapGet("/", (HttpContext context) => $"Hello, {context.GetSamlSpSession()!.NameId}").RequireAuthorization();
app.Run();
