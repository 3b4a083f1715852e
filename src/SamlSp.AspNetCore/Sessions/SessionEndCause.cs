namespace SamlSp.AspNetCore;

/// <summary>Why a session ends or has ended.</summary>
public enum SessionEndCause
{
    /// <summary>The org unit's policy: the user must re-authenticate.</summary>
    Policy,

    /// <summary>The identity provider's SessionNotOnOrAfter.</summary>
    IdentityProvider,

    /// <summary>The operator's maximum.</summary>
    OperatorMaximum,

    /// <summary>The user signed out here.</summary>
    SignedOut,

    /// <summary>The identity provider asked for logout.</summary>
    LogoutByIdentityProvider,

    /// <summary>Another sign-in in the same browser replaced it.</summary>
    Replaced,

    /// <summary>An administrator, or the user in another session, ended it.</summary>
    Revoked,

    /// <summary>The user was suspended or deleted.</summary>
    UserGone,

    /// <summary>Roles or org unit changed.</summary>
    RightsChanged,

    /// <summary>The identity provider disabled or deleted the account, as Microsoft Graph says.</summary>
    AccountDisabled,

    /// <summary>The identity provider revoked the user's sessions there, as Microsoft Graph says.</summary>
    RevokedByIdentityProvider,
}
