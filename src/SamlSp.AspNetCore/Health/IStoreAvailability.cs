namespace SamlSp.AspNetCore;

/// <summary>Whether the store takes what a sign-in writes, so that nobody is sent to the identity provider for nothing.</summary>
internal interface IStoreAvailability
{
    /// <summary>Why no user can sign in; null while nothing is known. The store is asked only after something failed there.</summary>
    ValueTask<string?> FindFailureAsync(CancellationToken cancellationToken);
}

/// <summary>Memory is always there.</summary>
internal sealed class InMemoryStoreAvailability : IStoreAvailability
{
    public ValueTask<string?> FindFailureAsync(CancellationToken cancellationToken) => new((string?)null);
}
