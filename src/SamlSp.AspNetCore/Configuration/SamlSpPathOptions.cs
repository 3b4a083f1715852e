namespace SamlSp.AspNetCore;

/// <summary>
/// The paths of the endpoints that are not below <see cref="SamlSpOptions.ModulePath"/>, for an application that has its own at such a
/// place. Null or empty leaves an endpoint out.
/// </summary>
public sealed class SamlSpPathOptions
{
    /// <summary>The page that asks for the organization. Default <c>/login</c>.</summary>
    public string? Login { get; set; } = "/login";

    /// <summary>Sign-out. Default <c>/logout</c>; <c>/Saml2/Logout</c> does the same.</summary>
    public string? Logout { get; set; } = "/logout";

    /// <summary>The caller's session as JSON. Default <c>/session</c>. The endpoints of API tokens remain below <c>/session/</c>.</summary>
    public string? Session { get; set; } = "/session";

    /// <summary>The paths that are set, by the name of the setting.</summary>
    internal IEnumerable<(string Name, string Path)> Set() =>
        new[] { (nameof(Login), Login), (nameof(Logout), Logout), (nameof(Session), Session) }
            .Where(path => !string.IsNullOrEmpty(path.Item2))
            .Select(path => (path.Item1, path.Item2!));
}
