namespace SamlSp.AspNetCore;

/// <summary>What an access token is worth.</summary>
/// <param name="Session">The session that it acts for; null when it is good for nothing.</param>
/// <param name="Ended">The session that it acted for, whose policy now asks for a new authentication.</param>
internal readonly record struct AccessTokenResult(Session? Session, Session? Ended);
