using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// The requirements of the proxy for a user, in the query of <c>/auth</c>: one of the organizations, one of the roles, and one of the org
/// units or an org unit below it. An unknown parameter is a mistake of the operator. Ignoring it would let all users in, so the request is
/// refused.
/// </summary>
internal sealed record GatewayRequirements
{
    public IReadOnlyList<string> Organizations { get; private init; } = [];

    public IReadOnlyList<string> Roles { get; private init; } = [];

    public IReadOnlyList<string> Units { get; private init; } = [];

    /// <summary>The application for which a token is requested; null for none.</summary>
    public string? Audience { get; private init; }

    /// <summary>Whether a browser that is not signed in gets a redirect instead of 401; null: the headers of the proxy decide.</summary>
    public bool? Redirects { get; private init; }

    public static bool TryRead(IQueryCollection query, GatewayOptions options, [NotNullWhen(true)] out GatewayRequirements? requirements)
    {
        requirements = new();
        foreach (var (name, values) in query)
        {
            var all = values.OfType<string>().ToArray();
            var known = all.Length > 0 && all.All(v => v.Length is > 0 and <= 256);
            if (!known)
            {
                requirements = null;
            }
            else if (Is(name, "organization"))
            {
                requirements = requirements with { Organizations = all };
            }
            else if (Is(name, "role"))
            {
                requirements = requirements with { Roles = all };
            }
            else if (Is(name, "unit") && all.All(unit => unit[0] == '/'))
            {
                requirements = requirements with { Units = all };
            }
            else if (Is(name, "audience") && all is [var audience] && options.Audiences.Contains(audience, StringComparer.Ordinal))
            {
                requirements = requirements with { Audience = audience };
            }
            else if (Is(name, "unauthenticated") && all is ["302" or "401"])
            {
                requirements = requirements with { Redirects = all[0] == "302" };
            }
            else
            {
                requirements = null;
            }

            if (requirements is null)
            {
                return false;
            }
        }

        return true;

        static bool Is(string name, string wanted) => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);
    }

    public bool AreMetBy(Session session) =>
        (Organizations.Count == 0 || Organizations.Contains(session.Organization, StringComparer.OrdinalIgnoreCase))
        && (Roles.Count == 0 || Roles.Intersect(session.Roles, StringComparer.OrdinalIgnoreCase).Any())
        && (Units.Count == 0 || Units.Any(unit => IsAtOrBelow(session.OrgUnitPath, unit)));

    private static bool IsAtOrBelow(string path, string unit)
    {
        unit = unit.TrimEnd('/');
        return path.StartsWith(unit, StringComparison.OrdinalIgnoreCase) && (path.Length == unit.Length || path[unit.Length] == '/');
    }
}
