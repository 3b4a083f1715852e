namespace SamlSp.AspNetCore;

/// <summary>The result of checking an access token.</summary>
/// <param name="Session">The session that it acts for; null if the token is not valid.</param>
/// <param name="Token">The token; null if it is not valid.</param>
/// <param name="Ended">The session that it acted for, if its policy now requires a new authentication.</param>
internal readonly record struct AccessTokenResult(Session? Session, PresentedToken? Token, Session? Ended);
