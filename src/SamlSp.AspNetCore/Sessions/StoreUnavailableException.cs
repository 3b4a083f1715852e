namespace SamlSp.AspNetCore;

/// <summary>A store could not be reached, or could not write. Nothing was half-written; the same call may succeed later.</summary>
/// <remarks>A sign-in is refused with it (fail closed); a request with a session that is not known here gets 503.</remarks>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What failed, in one sentence, without secrets.</param>
    /// <param name="innerException">Why.</param>
    public StoreUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException) { }
}
