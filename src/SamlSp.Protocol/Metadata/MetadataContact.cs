namespace SamlSp.Protocol;

/// <summary>Whom to contact about a service (SAML Metadata 2.3.2.2).</summary>
public sealed record MetadataContact
{
    /// <summary>What for.</summary>
    public required ContactType Type { get; init; }

    /// <summary>The company; null for none.</summary>
    public string? Company { get; init; }

    /// <summary>The given name; null for none.</summary>
    public string? GivenName { get; init; }

    /// <summary>The surname; null for none.</summary>
    public string? SurName { get; init; }

    /// <summary>Addresses without <c>mailto:</c>, which is written in front.</summary>
    public IReadOnlyList<string> EmailAddresses { get; init; } = [];

    /// <summary>Telephone numbers.</summary>
    public IReadOnlyList<string> TelephoneNumbers { get; init; } = [];
}

/// <summary>The <c>contactType</c> of a contact.</summary>
public enum ContactType
{
    /// <summary><c>technical</c>.</summary>
    Technical,

    /// <summary><c>support</c>.</summary>
    Support,

    /// <summary><c>administrative</c>.</summary>
    Administrative,

    /// <summary><c>billing</c>.</summary>
    Billing,

    /// <summary><c>other</c>.</summary>
    Other,
}
