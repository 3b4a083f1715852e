using Microsoft.Extensions.Options;
using SamlSp.Protocol;

namespace SamlSp.EntraSandbox;

/// <summary>Issues Responses: to sign-ins that succeed and to those that fail.</summary>
internal sealed class TokenIssuer
{
    private readonly EntraSandboxTenant _tenant;
    private readonly NameIdSource _nameIds;

    public TokenIssuer(EntraSandboxTenant tenant)
    {
        _tenant = tenant;
        _nameIds = NameIdSource.TryCreate(tenant.Options, out var source, out var errors)
            ? source
            : throw new OptionsValidationException(nameof(EntraSandboxOptions), typeof(EntraSandboxOptions), errors);
    }

    /// <summary>What a Response to the request says about the user.</summary>
    public TokenSpec Describe(SignInRequest request, SandboxUser user, SandboxTokenOptions how, DateTimeOffset authnInstant)
    {
        var now = _tenant.Now;
        var options = _tenant.Options;
        return new()
        {
            IssueInstant = now,
            Issuer = _tenant.EntityId,
            Destination = request.AcsUrl,
            Recipient = request.AcsUrl,
            InResponseTo = request.RequestId,
            NameId = _nameIds.For(user, request.App, how.NameId, request.NameIdFormat),
            NotBefore = now.AddMinutes(-5),
            NotOnOrAfter = now + options.TokenLifetime,
            // Not what the token's lifetime is set to, but an hour.
            ConfirmationNotOnOrAfter = now.AddHours(1),
            Audience = request.App.Audience,
            Attributes = EntraClaims.Of(user, options, how),
            AuthnInstant = authnInstant,
        };
    }

    /// <summary>The Response as XML. Without the app's certificate nothing can be encrypted: AADSTS50007.</summary>
    public string Issue(TokenSpec token, SandboxServiceProvider app, SandboxTokenOptions how) =>
        TokenAssembler.Assemble(
            token,
            how.Signing,
            how.Encryption,
            _tenant.Keys.Active,
            how.Encryption == SandboxEncryption.None ? null : app.EncryptionCertificate!()
        );

    /// <summary>A failure Response, signed: status, nested status, and the error as the message.</summary>
    public string Fail(SignInRequest request, string status, string subStatus, string message)
    {
        var id = TokenSpec.NewId();
        var xml = TokenXml.Response(
            Describe(request, _tenant.Users[0], new(), _tenant.Now) with
            {
                ResponseId = id,
                Status = status,
                SubStatus = subStatus,
                StatusMessage = message,
            },
            ""
        );
        return TokenAssembler.Sign(xml, id, _tenant.Keys.Active);
    }

    /// <summary>The NameID of Entra's own logout requests: pairwise, without a Format.</summary>
    public NameId ForLogout(SandboxUser user, SandboxServiceProvider app) => new(_nameIds.Pairwise(user, app));
}
