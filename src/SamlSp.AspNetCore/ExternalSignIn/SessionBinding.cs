namespace SamlSp.AspNetCore;

/// <summary>What a call of <c>AddSamlSpSessionBinding</c> leaves in the services.</summary>
/// <param name="Scheme">The cookie scheme of the application.</param>
internal sealed record SessionBinding(string Scheme);
