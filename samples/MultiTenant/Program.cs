using SamlSp.AspNetCore;

// Each customer has an address: https://contoso.app.example.com, or https://app.example.com/contoso. Its users sign in at its own tenant.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAuthentication().AddSamlSp(builder.Configuration.GetSection("SamlSp"));

var app = builder.Build();
app.Use(
    (http, next) =>
    {
        // The first label of the host, or the first part of the path, which becomes part of PathBase.
        var scheme = http.RequestServices.GetRequiredService<SamlSpSchemes>().Default;
        var part = http.Request.Path.Value!.Split('/')[1];
        if (scheme.FindOrganization(http.Request.Host.Host.Split('.')[0]) is { } byHost)
        {
            http.Items["tenant"] = byHost.Name;
        }
        else if (scheme.FindOrganization(part) is { } byPath)
        {
            http.Items["tenant"] = byPath.Name;
            http.Request.PathBase += "/" + part;
            http.Request.Path = http.Request.Path.Value[(part.Length + 1)..] is { Length: > 0 } rest ? rest : "/";
        }

        return next(http);
    }
);
app.UseRouting();
app.UseAuthentication();
app.UseSamlSpSessionGuard();
app.MapSamlSp();
app.MapGet("/", (HttpContext http) => $"Hello, {http.GetSamlSpSession()!.NameId} of {http.Items["tenant"]}")
    .AddEndpointFilter(
        async (call, next) =>
            call.HttpContext.Items["tenant"] is not string tenant ? Results.NotFound()
            : call.HttpContext.GetSamlSpSession()?.Organization == tenant ? await next(call)
            : Results.Challenge(new SamlSpChallengeProperties { Organization = tenant }, [SamlSpDefaults.AuthenticationScheme])
    );
app.Run();
