namespace SamlSp.EntraSandbox;

/// <summary>What a code stands for until it is redeemed.</summary>
internal sealed record OpenIdCode(
    OpenIdRequest Request,
    SandboxUser User,
    string SessionId,
    DateTimeOffset AuthnInstant,
    OpenIdTokenOptions Token,
    OpenIdAttack? Attack,
    DateTimeOffset ExpiresAt
)
{
    private int _redeemed;

    /// <summary>True once.</summary>
    public bool Redeem() => Interlocked.Exchange(ref _redeemed, 1) == 0;
}
