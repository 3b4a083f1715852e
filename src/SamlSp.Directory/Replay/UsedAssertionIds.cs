using System.Security.Cryptography;
using System.Text;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>Used assertion IDs in the store: one statement adds an ID or finds it there, among all nodes.</summary>
internal sealed class UsedAssertionIds(Store store) : IUsedAssertionIds
{
    private const int MaxKeyLength = 500;

    /// <inheritdoc />
    public async ValueTask<bool> TryAddAsync(string issuer, string id, DateTimeOffset keepUntil, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(id);
        return (await store.WriteAsync(SignInSql.UseIdOnce, [Key(issuer), Key(id), keepUntil], cancellationToken)).HasWritten;
    }

    /// <inheritdoc />
    public async ValueTask<bool> ContainsAsync(string issuer, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(id);
        return (await store.ReadAsync(SignInSql.UsedIds, [Key(issuer), Key(id)], cancellationToken)).Count > 0;
    }

    /// <summary>PostgreSQL's indexes take keys up to 2.7 KB; nothing that long is in use, but it would be signed all the same.</summary>
    internal static string Key(string text) =>
        text.Length <= MaxKeyLength ? text : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
