using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>A page of sessions.</summary>
/// <param name="Sessions">The sessions, newest first.</param>
/// <param name="Next">The next page's <see cref="SessionQuery.After"/>; null when this is the last one.</param>
public sealed record SessionPage(IReadOnlyList<Session> Sessions, string? Next);
