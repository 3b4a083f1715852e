namespace SamlSp.AspNetCore;

/// <summary>A request feature: the browser still has the cookie of this session, which is over.</summary>
internal sealed record EndedSession(Session Session);
