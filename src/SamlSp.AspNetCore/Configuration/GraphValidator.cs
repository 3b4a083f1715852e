using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>Finds the mistakes in the settings of Microsoft Graph.</summary>
internal static class GraphValidator
{
    /// <summary>The mistakes: the key below <c>Graph</c>, and what is wrong.</summary>
    public static IEnumerable<(string Key, string Error)> Check(GraphOptions graph, OrganizationOptions organization)
    {
        if (string.IsNullOrWhiteSpace(graph.ClientId))
        {
            yield return (
                nameof(graph.ClientId),
                "is required: the application (client) ID of an app registration that may read the tenant"
            );
        }

        if (graph.TenantId is { } tenant && !Guid.TryParseExact(tenant, "D", out _))
        {
            yield return (nameof(graph.TenantId), "must be the tenant's ID, a GUID");
        }

        if (graph.TokenUrl is null && Uri.TryCreate(graph.BaseUrl, UriKind.Absolute, out var url) && GraphCloud.AuthorityOf(url) is null)
        {
            yield return (nameof(graph.TokenUrl), $"is required, because {nameof(graph.BaseUrl)} is none of Microsoft's addresses");
        }

        if (graph.MaxGroups is < 1 or > 100_000)
        {
            yield return (nameof(graph.MaxGroups), "must be 1 to 100000");
        }

        foreach (
            var (key, value, least, most) in new[]
            {
                (nameof(graph.Timeout), graph.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30)),
                (nameof(graph.CacheTime), graph.CacheTime, TimeSpan.Zero, TimeSpan.FromHours(1)),
            }
        )
        {
            if (value < least || value > most)
            {
                yield return (key, $"must be {Duration.ToText(least)} to {Duration.ToText(most)}");
            }
        }

        if (
            graph.PollInterval != TimeSpan.Zero
            && (graph.PollInterval < TimeSpan.FromSeconds(5) || graph.PollInterval > TimeSpan.FromHours(1))
        )
        {
            yield return (nameof(graph.PollInterval), "must be 00:00:05 to 01:00:00, or 00:00:00 for not at all");
        }

        if (
            graph.PollInterval != TimeSpan.Zero
            && organization.KeyClaim is { } key2
            && !EntraClaims.ObjectIdentifier.Contains(key2, StringComparer.Ordinal)
        )
        {
            yield return (
                nameof(graph.PollInterval),
                "needs the object ID as the key of users: leave KeyClaim out, or set this to 00:00:00"
            );
        }
    }
}
