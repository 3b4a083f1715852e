namespace SamlSp.AspNetCore;

/// <summary>The policies of an organization's org units, by path without case. They inherit downwards, and the nearest one wins.</summary>
internal sealed class SessionPolicyTree
{
    private readonly Dictionary<string, SessionPolicy> _policies = new(StringComparer.OrdinalIgnoreCase)
    {
        ["/guests"] = SessionPolicy.Guests,
    };

    /// <summary>Creates the tree from the configured policies, by path.</summary>
    public SessionPolicyTree(IEnumerable<KeyValuePair<string, OrgUnitOptions?>> units)
    {
        // Parents come first, so that their values can be inherited.
        foreach (var (path, unit) in units.OrderBy(unit => unit.Key.TrimEnd('/').Count(c => c == '/')))
        {
            if (unit?.Session is not { } own)
            {
                continue;
            }

            var above = At(path);
            _policies[path] = new(
                own.Reauthentication ?? above.Reauthentication,
                own.Frequency ?? above.Frequency,
                own.Method ?? above.Method,
                path
            );
        }
    }

    /// <summary>The policy in force at a path such as <c>/guests/contractors</c>.</summary>
    public SessionPolicy At(string path)
    {
        for (var at = path; ; at = at[..Math.Max(at.LastIndexOf('/'), 0)])
        {
            if (_policies.TryGetValue(at.Length == 0 ? "/" : at, out var policy))
            {
                return policy;
            }

            if (at.Length <= 1)
            {
                return SessionPolicy.Unrestricted;
            }
        }
    }
}
