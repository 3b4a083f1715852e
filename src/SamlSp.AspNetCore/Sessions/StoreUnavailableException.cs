namespace SamlSp.AspNetCore;

/// <summary>A store could not be reached, or could not write. Nothing was written in part; the same call may succeed later.</summary>
/// <remarks>A sign-in is refused (fail closed). A request whose session is not in the cache gets 503.</remarks>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed, in one sentence, without secrets.</param>
    /// <param name="innerException">Why.</param>
    public StoreUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException) { }
}
