using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>The last accepted sign-in of a user, as far as its session is still known.</summary>
/// <param name="Session">The session, with the claims; its ID is the reference.</param>
/// <param name="OrgUnitPinned">Whether the user's org unit is pinned: sign-ins do not change it.</param>
internal sealed record RecentSignIn(Session Session, bool OrgUnitPinned);
