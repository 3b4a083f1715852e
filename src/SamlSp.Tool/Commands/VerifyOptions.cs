using System.CommandLine;
using SamlSp.Protocol;

namespace SamlSp.Tool.Commands;

/// <summary>The options of <c>samlsp verify</c>.</summary>
internal sealed class VerifyOptions
{
    private readonly Option<string?> _metadata = new("--idp-metadata")
    {
        Description = "The IdP's metadata: entity ID and signing keys.",
        HelpName = "FILE",
    };
    private readonly Option<string?> _idp = new("--idp-entity-id")
    {
        Description = "The IdP's entity ID; with --idp-metadata, which entity of the document.",
        HelpName = "URI",
    };
    private readonly Option<string[]> _certificates = new("--idp-cert")
    {
        Description = "A pinned certificate of the IdP, PEM or DER. Repeatable.",
        HelpName = "FILE",
    };
    private readonly Option<string> _entity = new("--entity-id")
    {
        Description = "This SP's entity ID: the expected audience.",
        HelpName = "URI",
        Required = true,
    };
    private readonly Option<string> _acs = new("--acs-url")
    {
        Description = "This SP's assertion consumer URL: expected Destination and Recipient.",
        HelpName = "URL",
        Required = true,
    };
    private readonly Option<string?> _request = new("--request-id") { Description = "The AuthnRequest that is answered.", HelpName = "ID" };
    private readonly Option<bool> _unsolicited = new("--allow-unsolicited")
    {
        Description = "Accept a response that answers no request (IdP-initiated).",
    };
    private readonly Option<string[]> _keys = new("--decryption-key")
    {
        Description = "A PEM private key for encrypted assertions. Repeatable.",
        HelpName = "FILE",
    };
    private readonly Option<int> _skew = new("--clock-skew")
    {
        Description = "How far clocks may differ.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 180,
    };
    private readonly Option<string?> _now = FixedClock.CreateOption();
    private readonly Option<string?> _cache = new("--replay-cache")
    {
        Description = "Remember assertion IDs in FILE, and refuse a second use.",
        HelpName = "FILE",
    };
    private readonly Option<bool> _json = new("--json") { Description = "Machine-readable." };

    public void AddTo(Command command)
    {
        Option[] all = [_metadata, _idp, _certificates, _entity, _acs, _request, _unsolicited, _keys, _now, _skew, _cache, _json];
        foreach (var option in all)
        {
            command.Options.Add(option);
        }
    }

    public bool Json(ParseResult call) => call.GetValue(_json);

    public TimeProvider Clock(ParseResult call) => FixedClock.From(call.GetValue(_now));

    public ReplayCacheFile? ReplayCache(ParseResult call) => call.GetValue(_cache) is { } file ? new(file) : null;

    /// <exception cref="UsageException">The options do not go together, or a file cannot be used.</exception>
    public ResponseExpectations Expectations(ParseResult call)
    {
        var skew = call.GetValue(_skew);
        if (skew is < 0 or > 86_400)
        {
            throw new UsageException("--clock-skew is a number of seconds from 0 to 86400");
        }

        if (call.GetValue(_request) is "")
        {
            throw new UsageException("--request-id is empty");
        }

        var issuer = Issuer(call);
        return new()
        {
            EntityId = call.GetValue(_entity)!,
            AssertionConsumerServiceUrl = call.GetValue(_acs)!,
            FindIssuer = id => id == issuer.EntityId ? issuer : null,
            Correlation = call.GetValue(_request) is { } request ? RequestCorrelation.Answers(request) : RequestCorrelation.None,
            DecryptionKeys = [.. (call.GetValue(_keys) ?? []).Select(KeyFiles.PrivateKey)],
            ClockSkew = TimeSpan.FromSeconds(skew),
        };
    }

    private TrustedIssuer Issuer(ParseResult call)
    {
        // (1) Options that exclude each other.
        var file = call.GetValue(_metadata);
        var entityId = call.GetValue(_idp);
        var certificates = call.GetValue(_certificates) ?? [];
        if (file is null && (string.IsNullOrEmpty(entityId) || certificates.Length == 0))
        {
            throw new UsageException("give --idp-metadata, or --idp-entity-id and --idp-cert");
        }

        if (file is not null && certificates.Length > 0)
        {
            throw new UsageException("give --idp-metadata or --idp-cert, not both");
        }

        // (2) Pinned certificates, or the keys of the metadata.
        var unsolicited = call.GetValue(_unsolicited);
        if (file is null)
        {
            return new()
            {
                EntityId = entityId!,
                SigningKeys = [.. certificates.SelectMany(KeyFiles.Certificates)],
                AllowUnsolicited = unsolicited,
            };
        }

        if (!IdentityProviderMetadata.TryRead(ToolFiles.ReadBytes(file), entityId, out var metadata, out var error))
        {
            throw new UsageException($"{file}: {error}");
        }

        return new()
        {
            EntityId = metadata.EntityId,
            SigningKeys = [.. metadata.SigningCertificates.Select(VerificationKey.FromCertificate)],
            AllowUnsolicited = unsolicited,
        };
    }
}
