using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace SamlSp.EntraSandbox;

/// <summary>The userinfo endpoint (OpenID Connect Core 5.3), and the access tokens that are good for it.</summary>
internal sealed class OpenIdUserInfo(EntraSandboxTenant tenant, IdTokenWriter writer)
{
    private const int Most = 10_000;
    private const string Scheme = "Bearer ";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<string, (OpenIdCode Code, DateTimeOffset ExpiresAt)> _tokens = new(StringComparer.Ordinal);

    /// <summary>An access token for the user of a code.</summary>
    public string Issue(OpenIdCode code)
    {
        if (_tokens.Count >= Most)
        {
            _tokens.Clear();
        }

        var token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(48));
        _tokens[token] = (code, tenant.Now + Lifetime);
        return token;
    }

    public Task AnswerAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (
            !header.StartsWith(Scheme, StringComparison.Ordinal)
            || !_tokens.TryGetValue(header[Scheme.Length..], out var issued)
            || issued.ExpiresAt <= tenant.Now
        )
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            return Task.CompletedTask;
        }

        var answer = new JsonObject
        {
            ["sub"] = tenant.Options.OpenId.OtherSubjectAtUserInfo ? "another-user" : writer.Subject(issued.Code),
        };
        foreach (var (name, value) in IdTokenWriter.Profile(issued.Code.User))
        {
            answer[name] = value;
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
    }
}
