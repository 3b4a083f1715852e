namespace SamlSp.EntraSandbox;

/// <summary>A broken response that the attack lab can send.</summary>
public sealed class AttackCase
{
    private readonly Func<AttackContext, string> _build;

    internal AttackCase(
        string catalogueId,
        string id,
        string title,
        string explanation,
        string expectedCode,
        Func<AttackContext, string> build
    )
    {
        CatalogueId = catalogueId;
        Id = id;
        Title = title;
        Explanation = explanation;
        ExpectedCode = expectedCode;
        _build = build;
    }

    /// <summary>The case's name in forms and links.</summary>
    public string Id { get; }

    /// <summary>The line of the catalogue of attacks that it belongs to: <c>A02</c>.</summary>
    public string CatalogueId { get; }

    /// <summary>What it is, a few words.</summary>
    public string Title { get; }

    /// <summary>What is wrong with the response, and what an attacker would gain if it passed.</summary>
    public string Explanation { get; }

    /// <summary>The code with which SamlSp refuses it.</summary>
    public string ExpectedCode { get; }

    /// <summary>Who finds it. Default: the verifier, from the response alone.</summary>
    public AttackFinder FoundBy { get; internal init; }

    /// <summary>Whether the response is a good one that is sent twice.</summary>
    public bool IsSentTwice { get; internal init; }

    /// <summary>Whether it needs the app's encryption certificate.</summary>
    public bool NeedsEncryption { get; internal init; }

    internal string Group =>
        CatalogueId[0] switch
        {
            'A' => "Wrapping and references",
            'B' => "SignedInfo and parser",
            'C' => "Keys and algorithms",
            'D' => "Encryption",
            'E' => "Parser and transport",
            'F' => "Protocol",
            _ => "Tenants and users",
        };

    internal string FoundByText =>
        FoundBy switch
        {
            AttackFinder.UsedAssertions => "the record of used assertions",
            AttackFinder.Identity => "the rules about who a user is",
            AttackFinder.SessionPolicy => "the session policy",
            _ => "the verifier",
        };

    /// <summary>The value of the form field SAMLResponse.</summary>
    internal string Build(AttackContext context) => _build(context);
}
