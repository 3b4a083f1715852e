namespace SamlSp.Directory;

/// <summary>Who accepted which version of an organization's terms of service. Gone with the user record.</summary>
internal interface ITermsAcceptances
{
    /// <summary>Whether a user accepted a version.</summary>
    /// <exception cref="SamlSp.AspNetCore.StoreUnavailableException">The store cannot be asked.</exception>
    ValueTask<bool> HasAcceptedAsync(string organization, string userId, string version, CancellationToken cancellationToken);

    /// <summary>Notes that a user accepts a version, with an audit entry; false when they had, or there is no such record.</summary>
    /// <exception cref="SamlSp.AspNetCore.StoreUnavailableException">It could not be written.</exception>
    Task<bool> AcceptAsync(string organization, string userId, string version, CancellationToken cancellationToken);
}
