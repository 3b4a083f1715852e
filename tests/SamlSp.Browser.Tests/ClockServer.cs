using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SamlSp.Testing;

namespace SamlSp.Browser.Tests;

/// <summary>
/// The server with the sandbox tenant, in this process and on a clock that the test moves; a browser reaches it over a socket.
/// </summary>
public sealed class ClockServer : WebApplicationFactory<Program>
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("samlsp-clock").FullName;
    private readonly int _port = LoopbackPort.Free();

    public ClockServer()
    {
        UseKestrel(_port);
        StartServer();
    }

    /// <summary>The time that everything in the server goes by. It begins now: the browser keeps cookies by its own clock.</summary>
    public MutableTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    public string Url => $"http://localhost:{_port}";

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    /// <inheritdoc />
    protected override void ConfigureWebHost(IWebHostBuilder builder) =>
        builder
            .UseEnvironment("Development")
            .UseSetting("SamlSp:BaseUrl", Url)
            .UseSetting("SamlSp:Sandbox:Enabled", "true")
            .UseSetting("SamlSp:Certificates:Directory", Path.Combine(_folder, "certs"))
            .UseSetting("SamlSp:Storage:ConnectionString", $"Data Source={Path.Combine(_folder, "samlsp.db")}")
            .ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock)));
}
