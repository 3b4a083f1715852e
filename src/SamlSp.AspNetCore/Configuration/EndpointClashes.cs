using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Hosting;

namespace SamlSp.AspNetCore;

/// <summary>
/// Finds endpoints of the application at the place of one of ours. Routing would answer each request there with AmbiguousMatchException, or
/// one of the two would never be reached.
/// </summary>
internal sealed class EndpointClashes(SamlSpSchemes schemes) : IHostedLifecycleService
{
    /// <summary>A <c>WebApplication</c> has mapped everything by now, and does not listen yet.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => CheckAsync();

    /// <summary>An application with a <c>Startup</c> class maps while the server starts.</summary>
    public Task StartedAsync(CancellationToken cancellationToken) => CheckAsync();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A line for each clash.</summary>
    private static IEnumerable<string> Find(IEnumerable<Endpoint> all)
    {
        foreach (var route in all.OfType<RouteEndpoint>().Where(IsLiteral).GroupBy(PathOf, StringComparer.OrdinalIgnoreCase))
        {
            var (ours, theirs) = (route.Where(endpoint => KeyOf(endpoint) is not null), route.Where(endpoint => KeyOf(endpoint) is null));
            foreach (var endpoint in ours)
            {
                if (theirs.FirstOrDefault(other => SharesMethod(endpoint, other)) is { } same)
                {
                    yield return Describe(KeyOf(endpoint)!, route.Key, same);
                }
            }
        }
    }

    private static string Describe(string key, string path, Endpoint theirs) =>
        $"{key}: the application has an endpoint at {path} as well ({theirs.DisplayName}). "
        + (
            key.StartsWith("SamlSp:Paths:", StringComparison.Ordinal)
                ? "Set another path, or an empty one to leave SamlSp's endpoint out"
                : "Move one of them"
        );

    private Task CheckAsync()
    {
        var sources = schemes.All.SelectMany(scheme => scheme.MappedTo?.DataSources ?? []).Distinct();
        var errors = Find(sources.SelectMany(source => source.Endpoints)).Distinct(StringComparer.Ordinal).ToList();
        return errors.Count == 0 ? Task.CompletedTask : throw new SamlSpConfigurationException(errors);
    }

    private static string? KeyOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<SamlSpEndpointKey>()?.Key;

    /// <summary>Routes with parameters come after ours. Those of another host are other places.</summary>
    private static bool IsLiteral(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.PathSegments.All(segment => segment.Parts.All(part => part is RoutePatternLiteralPart))
        && endpoint.Metadata.GetMetadata<IHostMetadata>() is not { Hosts.Count: > 0 };

    private static string PathOf(RouteEndpoint endpoint) =>
        "/"
        + string.Join(
            '/',
            endpoint.RoutePattern.PathSegments.Select(segment =>
                string.Concat(segment.Parts.OfType<RoutePatternLiteralPart>().Select(part => part.Content))
            )
        );

    private static bool SharesMethod(Endpoint one, Endpoint other) =>
        MethodsOf(one) is not { Count: > 0 } some
        || MethodsOf(other) is not { Count: > 0 } others
        || some.Intersect(others, StringComparer.OrdinalIgnoreCase).Any();

    private static IReadOnlyList<string>? MethodsOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods;
}
