namespace SamlSp.AspNetCore;

/// <summary>
/// A session store that can say whether any session may have ended, so that open connections need not ask about each session again and
/// again. A store without it is asked.
/// </summary>
internal interface ISessionVersion
{
    /// <summary>
    /// A number that changes after each end or shortening of a session that is known here; null if the store cannot tell now, so that each
    /// session must be asked for.
    /// </summary>
    long? Version { get; }
}
