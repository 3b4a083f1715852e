namespace SamlSp.AspNetCore;

/// <summary>How identity providers' metadata is fetched.</summary>
public sealed class MetadataOptions
{
    /// <summary>
    /// Unsafe if untrusted users may enter addresses: allows metadata URLs of stored organizations, and redirects, to lead to private
    /// addresses. A URL in the configuration may lead there in any case. Default false.
    /// </summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>How long one fetch may take, redirects included. Default 15 seconds; from 1 to 60 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long metadata from a URL is used when it cannot be fetched again. Default 30 days; from 1 hour to 365 days. The validUntil of
    /// the metadata may end it earlier.
    /// </summary>
    public TimeSpan MaximumAge { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The same for a start that has something to go on with: it does not wait as long.</summary>
    internal MetadataOptions AtStart() => Within(TimeSpan.FromSeconds(5));

    /// <summary>The same for a fetch that is not waited for as long.</summary>
    internal MetadataOptions Within(TimeSpan patience) =>
        new()
        {
            AllowPrivateAddresses = AllowPrivateAddresses,
            MaximumAge = MaximumAge,
            Timeout = Timeout < patience ? Timeout : patience,
        };
}
