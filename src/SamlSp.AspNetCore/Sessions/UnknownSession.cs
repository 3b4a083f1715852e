namespace SamlSp.AspNetCore;

/// <summary>
/// A request feature: the browser has the cookie of a session, and the store cannot be asked for it. Pages for everybody take the caller
/// for a stranger; whatever needs a session answers 503.
/// </summary>
internal sealed record UnknownSession(StoreUnavailableException Why);
