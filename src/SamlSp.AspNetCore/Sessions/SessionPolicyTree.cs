namespace SamlSp.AspNetCore;

/// <summary>The policies of an organization's org units. They inherit downwards, and the nearest one wins.</summary>
public sealed class SessionPolicyTree
{
    private readonly Dictionary<string, SessionPolicy> _policies = new(StringComparer.Ordinal) { ["/guests"] = SessionPolicy.Guests };

    /// <summary>Makes the tree from what is configured, by path.</summary>
    public SessionPolicyTree(IEnumerable<KeyValuePair<string, OrgUnitOptions?>> units)
    {
        foreach (var (path, unit) in units)
        {
            if (unit?.Session is { } policy) _policies[path] = new(policy.Reauthentication, policy.Frequency, policy.Method, path);
        }
    }

    /// <summary>The policy in force at a path such as <c>/guests/contractors</c>.</summary>
    public SessionPolicy At(string path)
    {
        for (var at = path; ; at = at[..Math.Max(at.LastIndexOf('/'), 0)])
        {
            if (_policies.TryGetValue(at.Length == 0 ? "/" : at, out var policy)) return policy;
            if (at.Length <= 1) return SessionPolicy.Unrestricted;
        }
    }
}
