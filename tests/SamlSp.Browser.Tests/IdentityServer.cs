extern alias identity;

using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SamlSp.AspNetCore;
using SamlSp.Testing;

namespace SamlSp.Browser.Tests;

/// <summary>samples/Identity in Development with its sandbox tenant, on a clock that the test moves.</summary>
public sealed class IdentityServer : WebApplicationFactory<identity::Program>
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("samlsp-identity").FullName;
    private readonly int _port = LoopbackPort.Free();

    /// <summary>Starts it.</summary>
    public IdentityServer()
    {
        UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, _port));
        StartServer();
    }

    /// <summary>The time. It begins now: the browser keeps cookies by its own clock.</summary>
    public MutableTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    /// <summary>The address.</summary>
    public string Url => $"http://127.0.0.1:{_port}";

    /// <summary>The sessions of SamlSp.</summary>
    public ISessionStore Sessions => Services.GetRequiredService<ISessionStore>();

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    /// <inheritdoc />
    protected override void ConfigureWebHost(IWebHostBuilder builder) =>
        builder
            .UseEnvironment("Development")
            .UseSetting("SamlSp:BaseUrl", Url)
            .UseSetting("SamlSp:Certificates:Directory", Path.Combine(_folder, "certs"))
            .UseSetting("ConnectionStrings:DefaultConnection", $"Data Source={Path.Combine(_folder, "identity.db")}")
            .ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock)));
}
