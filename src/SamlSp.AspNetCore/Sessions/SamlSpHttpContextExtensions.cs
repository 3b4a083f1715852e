namespace Microsoft.AspNetCore.Http;

/// <summary>Gives the session of a request.</summary>
public static class SamlSpHttpContextExtensions
{
    /// <summary>The session of the user who sent the request; null if there is none. Set by authentication.</summary>
    public static SamlSp.AspNetCore.Session? GetSamlSpSession(this HttpContext context) =>
        context.Features.Get<SamlSp.AspNetCore.Session>();
}
