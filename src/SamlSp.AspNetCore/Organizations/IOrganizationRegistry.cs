using System.Diagnostics.CodeAnalysis;

namespace SamlSp.AspNetCore;

/// <summary>The organizations of a scheme.</summary>
internal interface IOrganizationRegistry
{
    /// <summary>All of them, by name.</summary>
    IReadOnlyCollection<Organization> All { get; }

    /// <summary>Finds an organization by its name, without case.</summary>
    bool TryGet(string name, [NotNullWhen(true)] out Organization? organization);

    /// <summary>Finds the organization whose SAML identity provider has this entity ID.</summary>
    bool TryGetByIssuer(string issuer, [NotNullWhen(true)] out Organization? organization);

    /// <summary>Finds an organization by its name, or by the domain of an e-mail address.</summary>
    bool TryGetByIdentifier(string identifier, [NotNullWhen(true)] out Organization? organization);
}
