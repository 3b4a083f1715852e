namespace SamlSp.AspNetCore;

/// <summary>
/// A request feature: the browser has the cookie of a session, but the store does not answer. Public pages treat the caller as not signed
/// in; everything that needs a session answers 503.
/// </summary>
internal sealed record UnknownSession(StoreUnavailableException Why);
