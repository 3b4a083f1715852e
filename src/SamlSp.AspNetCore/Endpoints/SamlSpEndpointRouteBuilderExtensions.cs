using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints of SamlSp.</summary>
public static class SamlSpEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the endpoints of a scheme: those of the protocol below <see cref="SamlSpOptions.ModulePath"/>, without which nobody can sign
    /// in; and, for the first scheme that is mapped, <c>/login</c>, <c>/logout</c>, <c>/session</c> (<see cref="SamlSpOptions.Paths"/>),
    /// and <c>/session/authorize</c> and <c>/session/token</c>, which give API tokens. They allow anonymous callers. Those that sign in
    /// and out have the rate limiting policy <see cref="SamlSpDefaults.SignInRateLimit"/>.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="scheme">The scheme; null for the first one. An application with several schemes maps each.</param>
    /// <exception cref="InvalidOperationException">The application has no such scheme.</exception>
    public static IEndpointRouteBuilder MapSamlSp(this IEndpointRouteBuilder endpoints, string? scheme = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var schemes = SamlSpSchemes.In(endpoints.ServiceProvider);
        var mapper = new SamlSpEndpointMapper(endpoints, schemes.Get(scheme));
        mapper.MapProtocol(isDefault: mapper.Scheme == schemes.Default);
        if (schemes.All.All(other => !other.IsMapped))
        {
            mapper.MapSession();
        }

        mapper.Scheme.MappedTo = endpoints;
        return endpoints;
    }
}
