using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SamlSp.Tool;

/// <summary>One attempt to sign in: its secrets, and the address that the browser opens (RFC 7636, RFC 8252).</summary>
internal sealed record LoginRequest(string Server, string RedirectUri)
{
    public const string ClientId = "samlsp (command line)";

    public string State { get; } = Random();

    public string Verifier { get; } = Random();

    public string Url =>
        $"{Server}/session/authorize?response_type=code&client_id={Uri.EscapeDataString(ClientId)}"
        + $"&redirect_uri={Uri.EscapeDataString(RedirectUri)}&state={State}"
        + $"&code_challenge={Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)))}&code_challenge_method=S256";

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
