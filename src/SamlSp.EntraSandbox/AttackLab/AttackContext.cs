using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using SamlSp.Protocol;

namespace SamlSp.EntraSandbox;

/// <summary>What an attacker has to work with: a good response's content, and a tenant that signs it.</summary>
internal sealed record AttackContext(TokenSpec Good, SigningKey Key, X509Certificate2? EncryptFor)
{
    /// <summary>Whom the attacker would like to be.</summary>
    public const string Victim = "admin@example.com";

    /// <summary>The good response, its assertion signed.</summary>
    public string Signed => Issue(Good);

    /// <summary>A forged assertion: new ID, another name, unsigned.</summary>
    public string Forged => TokenXml.Assertion(Good with { AssertionId = TokenSpec.NewId(), NameId = new(Victim, Good.NameId.Format) });

    /// <summary>Issues a token whose content is wrong, properly signed.</summary>
    public string Issue(TokenSpec token, SandboxSigning signing = SandboxSigning.Assertion, SigningKey? key = null) =>
        TokenAssembler.Assemble(token, signing, SandboxEncryption.None, key ?? Key, null);

    /// <summary>The good response, changed as a tree after it was signed.</summary>
    public string Rearranged(Action<AttackTree> change, SandboxSigning signing = SandboxSigning.Assertion)
    {
        var response = XElement.Parse(Issue(Good, signing), LoadOptions.PreserveWhitespace);
        var tree = new AttackTree(response);
        change(tree);
        return tree.Response.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>The good response, changed as text after it was signed. Every change has to change something.</summary>
    public string Edited(string old, string replacement) => Replace(Signed, old, replacement);

    public static string Replace(string text, string old, string replacement)
    {
        var at = text.IndexOf(old, StringComparison.Ordinal);
        return at < 0
            ? throw new InvalidOperationException("The text to change was not found.")
            : string.Concat(text.AsSpan(0, at), replacement, text.AsSpan(at + old.Length));
    }
}
