using System.Net.Mail;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// What our own metadata says besides keys and endpoints. Entra reads none of it; other identity providers show it to people.
/// </summary>
public sealed class PublishedMetadataOptions
{
    /// <summary>The name of the organization that runs the service; null publishes no organization.</summary>
    public string? OrganizationName { get; set; }

    /// <summary>Its name for people. Default: <see cref="OrganizationName"/>.</summary>
    public string? OrganizationDisplayName { get; set; }

    /// <summary>Where to read more about it. Default: <see cref="SamlSpOptions.BaseUrl"/>.</summary>
    public string? OrganizationUrl { get; set; }

    /// <summary>The language of these texts (BCP 47). Default <c>en</c>.</summary>
    public string Language { get; set; } = "en";

    /// <summary>Whom to contact.</summary>
    public IList<PublishedContactOptions> Contacts { get; set; } = [];

    /// <summary>The name of the service, for users who are asked to release attributes. Default: the entity ID.</summary>
    public string? ServiceName { get; set; }

    /// <summary>The Names of the attributes that the service needs. It works without those whose value is false.</summary>
    public IDictionary<string, bool> RequestedAttributes { get; set; } = new Dictionary<string, bool>(StringComparer.Ordinal);

    /// <summary>How long a reader may keep the metadata before it reads it again; 1 minute to 30 days. Default: it does not say.</summary>
    public TimeSpan? CacheDuration { get; set; }

    /// <summary>How long the metadata is valid from the time that it is read; 1 hour to 365 days. Default: it does not say.</summary>
    public TimeSpan? ValidFor { get; set; }

    /// <summary>The mistakes: the key within the section, and the problem.</summary>
    internal IEnumerable<(string Key, string Error)> Check()
    {
        if (
            OrganizationUrl is not null
            && !(Uri.TryCreate(OrganizationUrl, UriKind.Absolute, out var url) && url.Scheme is "https" or "http")
        )
        {
            yield return (nameof(OrganizationUrl), "must be an absolute address");
        }

        if (OrganizationName is null && (OrganizationDisplayName ?? OrganizationUrl) is not null)
        {
            yield return (nameof(OrganizationName), "is required where there is a display name or an address");
        }

        if (CacheDuration is { } cache && (cache < TimeSpan.FromMinutes(1) || cache > TimeSpan.FromDays(30)))
        {
            yield return (nameof(CacheDuration), "must be 00:01:00 to 30.00:00:00");
        }

        if (ValidFor is { } valid && (valid < TimeSpan.FromHours(1) || valid > TimeSpan.FromDays(365)))
        {
            yield return (nameof(ValidFor), "must be 01:00:00 to 365.00:00:00");
        }

        for (var i = 0; i < Contacts.Count; i++)
        {
            if (Contacts[i].EmailAddress is { } address && !MailAddress.TryCreate(address, out _))
            {
                yield return ($"Contacts:{i}:EmailAddress", $"'{address}' is not an e-mail address");
            }
        }
    }

    /// <summary>Fills metadata in.</summary>
    internal ServiceProviderMetadata Apply(ServiceProviderMetadata metadata, string baseUrl, DateTimeOffset now) =>
        metadata with
        {
            Organization = OrganizationName is null
                ? null
                : new(OrganizationName, OrganizationDisplayName ?? OrganizationName, OrganizationUrl ?? baseUrl, Language),
            Contacts = [.. Contacts.Select(contact => contact.ToContact())],
            ServiceName = ServiceName,
            RequestedAttributes = [.. RequestedAttributes.Select(asked => new AttributeRequest(asked.Key, IsRequired: asked.Value))],
            CacheDuration = CacheDuration,
            ValidUntil = now + ValidFor,
        };
}

/// <summary>A contact in our own metadata.</summary>
public sealed class PublishedContactOptions
{
    /// <summary>What for. Default: technical.</summary>
    public ContactType Type { get; set; }

    /// <summary>The company.</summary>
    public string? Company { get; set; }

    /// <summary>The given name.</summary>
    public string? GivenName { get; set; }

    /// <summary>The surname.</summary>
    public string? SurName { get; set; }

    /// <summary>The e-mail address.</summary>
    public string? EmailAddress { get; set; }

    /// <summary>The telephone number.</summary>
    public string? TelephoneNumber { get; set; }

    internal MetadataContact ToContact() =>
        new()
        {
            Type = Type,
            Company = Company,
            GivenName = GivenName,
            SurName = SurName,
            EmailAddresses = EmailAddress is null ? [] : [EmailAddress],
            TelephoneNumbers = TelephoneNumber is null ? [] : [TelephoneNumber],
        };
}
