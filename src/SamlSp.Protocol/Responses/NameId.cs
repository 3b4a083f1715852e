namespace SamlSp.Protocol;

/// <summary>A subject's name identifier (SAML Core 2.2.3).</summary>
/// <param name="Value">The identifier, exactly as signed: neither trimmed nor normalised.</param>
/// <param name="Format">The format URI, or null when absent.</param>
/// <param name="NameQualifier">The issuing domain, or null.</param>
/// <param name="SPNameQualifier">The service provider's qualifier, or null.</param>
public sealed record NameId(string Value, string? Format = null, string? NameQualifier = null, string? SPNameQualifier = null);
